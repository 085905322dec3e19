package loosethreads.leakcheck;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Interrupts leaked threads once, to say what an interrupt would have done. */
final class Interruption {
  private static final long PATIENCE = 100_000_000;
  private static final long LONGEST_PATIENCE = 1_000_000_000;
  private static final long PAUSE = 1_000_000;

  /** It came as an exception, or cleared the flag, and the thread goes on. */
  static final String SWALLOWED = "swallowed it";

  private Interruption() {}

  /**
   * Interrupts all, and waits until they have ended, or for 100 ms; for a second at most, while one
   * of them is about to react. Only threads that are known to be the test's own come in here.
   */
  static void of(List<Thread> threads) {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    long start = System.nanoTime();
    boolean interrupted = false;
    int ended = 0;
    while (ended < threads.size()) {
      Thread thread = threads.get(ended);
      long waited = System.nanoTime() - start;
      if (waited > (isReacting(thread) ? LONGEST_PATIENCE : PATIENCE)) {
        // The others had the same time.
        ended++;
      } else if (thread.isAlive()) {
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(PAUSE);
      } else {
        ended++;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Under load, the thread may not have had a core yet to wake up and end on. */
  private static boolean isReacting(Thread thread) {
    boolean runs = thread.getState() == Thread.State.RUNNABLE;
    return thread.isAlive() && thread.isInterrupted() != runs;
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
