package loosethreads.leakcheck;

/**
 * Counts the live threads of this JVM, virtual ones too: what {@code runtime.NumGoroutine} is to a
 * program in Go.
 *
 * <p>Threads that no program starts or ends, such as carriers, are left out: the list is the one
 * that leakcheck ignores.
 */
public final class ThreadCensus {
  private ThreadCensus() {}

  /**
   * Counts the threads that are alive now, without the one that asks. A virtual thread that was
   * started with {@code Thread} itself is always seen, one of an executor as long as its executor
   * can be reached.
   *
   * <p>It takes milliseconds where {@code jdk.internal.vm} is exported, and goes through a dump of
   * all threads where it is not.
   */
  public static ThreadCount count() {
    int platform = 0;
    int virtual = 0;
    for (Sighting seen : Eyes.best().census().bornAfter(0)) {
      if (Innocent.of(seen).isPresent()) {
        continue;
      }
      if (seen.virtual()) {
        virtual++;
      } else {
        platform++;
      }
    }
    return new ThreadCount(platform, virtual);
  }
}
