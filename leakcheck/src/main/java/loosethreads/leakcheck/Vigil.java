package loosethreads.leakcheck;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits for the threads of a scope to end. */
final class Vigil {
  private static final long FIRST_PAUSE = 50_000;
  private static final long LONGEST_PAUSE = 10_000_000;

  private final Watch watch;
  private final Duration within;
  private final long start = System.nanoTime();
  private Optional<Stillness> stillness = Optional.empty();
  private boolean early;
  private long waited;

  Vigil(Watch watch, Duration within) {
    this.watch = watch;
    this.within = within;
  }

  /** Returns as soon as all is quiet, else what is left when to wait longer is of no use. */
  Look keep() {
    Look look = settled();
    boolean interrupted = false;
    long pause = FIRST_PAUSE;
    while (!look.isQuiet() && !early && elapsed() < within.toNanos()) {
      // A test may leave its thread interrupted; that must not turn this into a busy loop.
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(pause);
      if (pause < LONGEST_PAUSE) {
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      } else {
        early = isUseless(look);
      }
      if (!early && !look.isCrowdAlive()) {
        look = settled();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!look.isQuiet()) {
      look = watch.look();
    }
    waited = elapsed();
    return look;
  }

  /**
   * Looks around until no thread was constructed meanwhile: one that is started by another, which
   * then ends, could slip through a single look. After a few times it counts as seen: in a parallel
   * run, others start threads all the time.
   */
  private Look settled() {
    Look look = watch.look();
    for (int i = 0; i < 3 && look.isQuiet() && look.isStale(); i++) {
      look = watch.look();
    }
    return look;
  }

  private boolean isUseless(Look look) {
    if (stillness.isEmpty()) {
      stillness = Optional.of(new Stillness(watch.eyes().census()));
    }
    return stillness.get().isCertain(look.suspects());
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
