package loosethreads.leakcheck;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A kind of thread that is no leak though it outlives a test. This is the whole list.
 *
 * @param name what the report calls it
 * @param reason why it is no leak
 * @param matches tells such a thread
 */
record Innocent(String name, String reason, Predicate<Sighting> matches) {
  private static final List<Innocent> ALL =
      List.of(
          new Innocent(
              "carrier",
              "runs virtual threads; the JVM starts and ends it as it needs",
              s -> s.group().equals("CarrierThreads") && s.type().endsWith(".CarrierThread")),
          new Innocent(
              "delay scheduler",
              "wakes sleeping virtual threads and delayed tasks for the whole JVM",
              Innocent::isSharedDelayScheduler),
          new Innocent(
              "virtual thread unblocker",
              "hands monitors to virtual threads for the whole JVM",
              s -> s.name().equals("VirtualThread-unblocker") && !s.virtual()),
          new Innocent(
              "I/O poller",
              "waits for the sockets of all virtual threads",
              s -> s.name().contains("Poller") && Frames.hasClass(s.stack(), "sun.nio.ch.Poller")),
          new Innocent(
              "idle common pool worker",
              "belongs to the whole JVM and ends by itself",
              s -> CommonPool.isWorker(s) && isIdle(s)),
          new Innocent(
              "process reaper",
              "the JDK waits there for child processes and ends it when there are none",
              s -> s.name().startsWith("process reaper") && isJdkOwn(s)),
          new Innocent(
              "idle worker of the JDK",
              "a pool inside the JDK that no program can close",
              s -> isJdkOwn(s) && isIdle(s)),
          new Innocent(
              "cleaner",
              "ends when its Cleaner is collected; no program can close it",
              s -> isJdkOwn(s) && Frames.hasClass(s.stack(), "jdk.internal.ref.CleanerImpl")),
          new Innocent(
              "keep-alive timer",
              "closes idle connections of HttpURLConnection, then ends by itself",
              s -> s.name().startsWith("Keep-Alive-") && isJdkOwn(s)),
          new Innocent(
              "JFR",
              "records for the whole JVM",
              s -> s.name().equals("JFR Recorder Thread") || s.name().equals("JFR Periodic Tasks")),
          new Innocent(
              "JVM service thread",
              "started by the JVM itself",
              s -> s.group().equals("system") && !hasUserCode(s)),
          new Innocent("JUnit", "runs or times tests for JUnit", Innocent::isJUnit));

  /** The entry that knows this thread. */
  static Optional<Innocent> of(Sighting seen) {
    for (Innocent innocent : ALL) {
      if (innocent.matches.test(seen)) {
        return Optional.of(innocent);
      }
    }
    return Optional.empty();
  }

  /** Only the two that no program can end: a pool of one's own has one too. */
  private static boolean isSharedDelayScheduler(Sighting seen) {
    boolean shared = CommonPool.owns(seen.name()) || seen.group().equals("CarrierThreads");
    return (shared && seen.type().equals("java.util.concurrent.DelayScheduler"))
        || seen.name().startsWith("VirtualThread-unparker");
  }

  /**
   * A thread of the group for the JDK's own threads. To be in there excuses nothing: the thread of
   * a {@code WatchService} that nobody closed is in there too.
   */
  private static boolean isJdkOwn(Sighting seen) {
    return seen.type().equals("jdk.internal.misc.InnocuousThread");
  }

  private static boolean isIdle(Sighting seen) {
    return Frames.isIdleWorker(seen.stack());
  }

  private static boolean hasUserCode(Sighting seen) {
    return Frames.firstOfUser(seen.stack()).isPresent();
  }

  private static boolean isJUnit(Sighting seen) {
    if (seen.type().startsWith("org.junit.")) {
      return true;
    }
    StackTraceElement[] stack = seen.stack();
    return Frames.hasClass(stack, "org.junit.platform.engine.support.hierarchical.")
        || (seen.name().startsWith("junit-jupiter-timeout-watcher") && Frames.isIdleWorker(stack));
  }
}
