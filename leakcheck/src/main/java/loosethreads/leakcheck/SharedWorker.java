package loosethreads.leakcheck;

/**
 * Knows workers that a library shares among all who use it in a JVM, as the JDK does with its
 * common pool. Nobody can close such a pool, or only for everybody at once, so its idle workers are
 * no test's.
 */
final class SharedWorker {
  private static final String REACTOR = "reactor.core.scheduler.";

  private SharedWorker() {}

  /** Whether the thread is of one of those pools. What it does is another question. */
  static boolean is(Sighting seen) {
    return isOkHttps(seen) || isReactors(seen) || isRxJavas(seen);
  }

  /** The one runner of background tasks of all clients. It takes another name for each task. */
  static boolean isOkHttps(Sighting seen) {
    return seen.name().equals("OkHttp TaskRunner");
  }

  /** The pools behind {@code Schedulers.parallel()}, {@code single()}, {@code boundedElastic()}. */
  static boolean isReactors(Sighting seen) {
    String name = seen.name();
    return isNumbered(name, "boundedElastic-")
        || isNumbered(name, "boundedElastic-evictor-")
        || ((isNumbered(name, "parallel-") || isNumbered(name, "single-"))
            && seen.type().startsWith(REACTOR));
  }

  /** The pools behind {@code Schedulers.computation()}, {@code io()} and {@code single()}. */
  static boolean isRxJavas(Sighting seen) {
    String name = seen.name();
    return isNumbered(name, "RxComputationThreadPool-")
        || isNumbered(name, "RxCachedThreadScheduler-")
        || isNumbered(name, "RxCachedWorkerPoolEvictor-")
        || isNumbered(name, "RxSingleScheduler-");
  }

  private static boolean isNumbered(String name, String prefix) {
    if (!name.startsWith(prefix) || name.length() == prefix.length()) {
      return false;
    }
    for (int i = prefix.length(); i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
