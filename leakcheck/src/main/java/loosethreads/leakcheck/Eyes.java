package loosethreads.leakcheck;

import java.util.Optional;

/**
 * What this JVM lets leakcheck see.
 *
 * @param census finds the threads
 * @param tags reads whose they are; empty when the JVM does not allow it
 */
record Eyes(Census census, Optional<TagReader> tags) {
  /** The best there is in this JVM, found out once. */
  static Eyes best() {
    return Best.EYES;
  }

  /** The thread's birth tag, or {@link Origin#NONE} when it has none or it cannot be read. */
  Origin originOf(Sighting seen) {
    return tags.isPresent() && seen.thread().isPresent()
        ? tags.get().origin(seen.thread().get())
        : Origin.NONE;
  }

  private static final class Best {
    static final Eyes EYES = find();

    private static Eyes find() {
      Optional<ContainerCensus> containers = ContainerCensus.find();
      return new Eyes(
          containers.isPresent() ? containers.get() : new DumpCensus(), TagReader.find());
    }
  }
}
