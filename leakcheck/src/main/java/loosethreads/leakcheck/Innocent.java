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
 * @param stirs tells when such a thread may be about to wake another one; empty when it never is
 */
record Innocent(
    String name, String reason, Predicate<Sighting> matches, Optional<Predicate<Sighting>> stirs) {
  // tag::ignored[]
  private static final List<Innocent> ALL =
      List.of(
          new Innocent(
              "carrier",
              "runs virtual threads; the JVM starts and ends it as it needs",
              s -> s.type().endsWith(".CarrierThread"),
              Optional.of(s -> !isIdle(s))),
          new Innocent(
              "delay scheduler",
              "wakes sleeping virtual threads and delayed tasks for the whole JVM",
              Innocent::isSharedDelayScheduler,
              // Without a task it waits with no limit.
              Optional.of(s -> !isWaitingWithoutLimit(s))),
          new Innocent(
              "virtual thread unblocker",
              "hands monitors to virtual threads for the whole JVM",
              s -> !s.virtual() && s.name().equals("VirtualThread-unblocker"),
              // It always looks runnable, in native code.
              Optional.empty()),
          new Innocent(
              "I/O poller",
              "waits for the sockets of all virtual threads",
              s -> s.name().contains("Poller") && Frames.hasClass(s.stack(), "sun.nio.ch.Poller"),
              // It wakes those that wait for a socket, and these count as stirring themselves.
              Optional.empty()),
          new Innocent(
              "idle common pool worker",
              "belongs to the whole JVM and ends by itself",
              s -> CommonPool.isWorker(s) && isIdle(s),
              Optional.of(s -> !isIdle(s))),
          new Innocent(
              "process reaper",
              "the JDK waits there for child processes and ends it when there are none",
              s -> s.name().startsWith("process reaper") && isJdkOwn(s),
              Optional.of(s -> !isIdle(s))),
          new Innocent(
              "idle worker of the JDK",
              "a pool inside the JDK that no program can close",
              s -> isJdkOwn(s) && isIdle(s),
              Optional.empty()),
          new Innocent(
              "cleaner",
              "ends when its Cleaner is collected; no program can close it",
              s -> isJdkOwn(s) && Frames.hasClass(s.stack(), "jdk.internal.ref.CleanerImpl"),
              Optional.empty()),
          new Innocent(
              "keep-alive timer",
              "closes idle connections of HttpURLConnection, then ends by itself",
              s -> s.name().startsWith("Keep-Alive-") && isJdkOwn(s),
              Optional.empty()),
          new Innocent(
              "JFR",
              "records for the whole JVM",
              s -> s.name().equals("JFR Recorder Thread") || s.name().equals("JFR Periodic Tasks"),
              Optional.empty()),
          new Innocent(
              "OkHttp task runner",
              "one pool for all clients of the JVM; it ends after a minute without work",
              SharedWorker::isOkHttps,
              // It closes idle connections, too.
              Optional.of(s -> !isIdle(s))),
          new Innocent(
              "Okio watchdog",
              "one thread for the time limits of all calls; it ends after a minute without any",
              s -> !s.virtual() && s.name().equals("Okio Watchdog"),
              // Whoever waits for a limit to pass is woken by it.
              Optional.of(_ -> true)),
          new Innocent(
              "idle worker of Reactor",
              "a pool that all users of Schedulers share",
              s -> SharedWorker.isReactors(s) && isIdle(s),
              Optional.of(s -> !isWaitingWithoutLimit(s))),
          new Innocent(
              "idle worker of RxJava",
              "a pool that all users of Schedulers share",
              s -> SharedWorker.isRxJavas(s) && isIdle(s),
              Optional.of(s -> !isWaitingWithoutLimit(s))),
          new Innocent(
              "JVM service thread",
              "started by the JVM itself",
              s ->
                  s.name().equals("DestroyJavaVM")
                      || (s.group().equals("system") && !hasUserCode(s)),
              Optional.empty()),
          new Innocent(
              "JUnit",
              "runs or times tests for JUnit",
              Innocent::isJUnit,
              Optional.of(Innocent::hasUserCode)),
          new Innocent(
              "test runner",
              "talks to the program that started the tests",
              s -> !s.virtual() && TestRunner.owns(s),
              Optional.empty()));

  // end::ignored[]

  /** The entry that knows this thread. */
  static Optional<Innocent> of(Sighting seen) {
    for (Innocent innocent : ALL) {
      if (innocent.matches.test(seen)) {
        return Optional.of(innocent);
      }
    }
    return Optional.empty();
  }

  /** Whether what such a thread does never touches any test. */
  boolean isBystander() {
    return stirs.isEmpty();
  }

  /** Whether the thread may be about to wake another one. */
  boolean stirs(Sighting seen) {
    return stirs.isPresent() && stirs.get().test(seen);
  }

  /** Only those that no program can end: a pool of one's own has one too. */
  private static boolean isSharedDelayScheduler(Sighting seen) {
    if (seen.type().equals("java.util.concurrent.DelayScheduler")) {
      return CommonPool.owns(seen.name()) || seen.group().equals("CarrierThreads");
    }
    return !seen.virtual() && seen.name().startsWith("VirtualThread-unparker");
  }

  /**
   * A thread of the group for the JDK's own threads. To be in there excuses nothing: the thread of
   * a {@code WatchService} that nobody closed is in there too.
   */
  private static boolean isJdkOwn(Sighting seen) {
    return seen.type().equals("jdk.internal.misc.InnocuousThread");
  }

  private static boolean isWaitingWithoutLimit(Sighting seen) {
    return seen.state().equals(Optional.of(Thread.State.WAITING));
  }

  private static boolean isIdle(Sighting seen) {
    return Frames.isIdleWorker(seen.stack());
  }

  private static boolean hasUserCode(Sighting seen) {
    return Frames.firstOfUser(seen.stack()).isPresent();
  }

  private static boolean isJUnit(Sighting seen) {
    if (seen.virtual()) {
      return false;
    }
    if (seen.type().startsWith("org.junit.")) {
      return true;
    }
    StackTraceElement[] stack = seen.stack();
    return Frames.hasClass(stack, "org.junit.platform.engine.support.hierarchical.")
        || (seen.name().startsWith("junit-jupiter-timeout-watcher") && Frames.isIdleWorker(stack));
  }
}
