package loosethreads.leakcheck;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for the threads of a scope to end. */
final class Vigil {
  private static final long FIRST_PAUSE = 50_000;
  private static final long LONGEST_PAUSE = 10_000_000;

  private final Watch watch;
  private final Duration within;
  private final long start = System.nanoTime();
  private boolean early;
  private long waited;

  Vigil(Watch watch, Duration within) {
    this.watch = watch;
    this.within = within;
  }

  /** Returns as soon as all is quiet, else what is left at the deadline. */
  Look keep() {
    boolean interrupted = false;
    long pause = FIRST_PAUSE;
    Look look = watch.look();
    while (!look.isQuiet() && !early && elapsed() < within.toNanos()) {
      // A test may leave its thread interrupted; that must not turn this into a busy loop.
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
      look = watch.look();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    waited = elapsed();
    return look;
  }

  private long elapsed() {
    return System.nanoTime() - start;
  }

  Duration within() {
    return within;
  }

  boolean stoppedEarly() {
    return early;
  }

  long waitedMillis() {
    return waited / 1_000_000;
  }
}
