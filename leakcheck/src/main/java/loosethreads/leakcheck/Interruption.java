package loosethreads.leakcheck;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Interrupts leaked threads once, to say what an interrupt would have done. */
final class Interruption {
  private static final long PATIENCE = 100_000_000;
  private static final long PATIENCE_WITH_ONE_THAT_REACTS = 1_000_000_000;
  private static final long MOST = 5_000_000_000L;
  private static final long PAUSE = 1_000_000;

  /** It came as an exception, or cleared the flag, and the thread goes on. */
  static final String SWALLOWED = "swallowed it";

  private Interruption() {}

  /**
   * Interrupts all, and waits until they have ended, or until none has ended for 100 ms; for a
   * second, while one is about to react; for five seconds in all. Only threads that are known to be
   * the test's own come in here.
   */
  static void of(List<Thread> threads) {
    List<Interrupted> all = threads.stream().map(Interrupted::now).toList();
    long start = System.nanoTime();
    long lastEnd = start;
    boolean interrupted = false;
    int seen = 0;
    while (seen < all.size()) {
      Interrupted next = all.get(seen);
      long now = System.nanoTime();
      long patience = next.isReacting() ? PATIENCE_WITH_ONE_THAT_REACTS : PATIENCE;
      if (!next.thread().isAlive()) {
        lastEnd = now;
        seen++;
      } else if (now - lastEnd > patience || now - start > MOST) {
        // The others had the same time.
        seen++;
      } else {
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(PAUSE);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread that was interrupted, and whether it slept when that happened. */
  private record Interrupted(Thread thread, boolean slept) {
    static Interrupted now(Thread thread) {
      boolean slept = thread.getState() != Thread.State.RUNNABLE;
      thread.interrupt();
      return new Interrupted(thread, slept);
    }

    /** Under load, it may not have had a core yet: to wake up on, or to end on. */
    boolean isReacting() {
      boolean runs = thread.getState() == Thread.State.RUNNABLE;
      return thread.isAlive() && (runs ? slept || !thread.isInterrupted() : thread.isInterrupted());
    }
  }

  /** Says what became of the threads of one group. */
  static String words(List<Thread> threads, boolean wasIdle) {
    int ended = 0;
    Optional<Thread> alive = Optional.empty();
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        alive = Optional.of(thread);
      } else {
        ended++;
      }
    }
    if (alive.isEmpty()) {
      return "ended";
    }
    if (ended > 0) {
      return ended + " ended, " + (threads.size() - ended) + " did not";
    }
    if (Frames.isIdleWorker(alive.get().getStackTrace())) {
      return wasIdle
          ? "went on: only closing its pool ends an idle worker"
          : "the task ended; its worker waits for the next, the pool was not shut down";
    }
    if (Frames.hasCall(alive.get().getStackTrace(), "java.util.concurrent.locks.", "lock")) {
      return "no use: lock() does not listen to it";
    }
    return alive.get().isInterrupted() ? "never noticed it" : SWALLOWED;
  }
}
