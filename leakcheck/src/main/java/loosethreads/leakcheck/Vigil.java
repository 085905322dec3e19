package loosethreads.leakcheck;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits for the threads of a scope to end. */
final class Vigil {
  private static final long FIRST_PAUSE = 50_000;
  private static final long LONGEST_PAUSE = 10_000_000;
  private static final long SAFETY_PAUSE = 1_000_000;

  private final Watch watch;
  private final Duration within;
  private final Patience patience;
  private Optional<Stillness> stillness = Optional.empty();
  private boolean early;
  private boolean interrupted;

  Vigil(Watch watch, Duration within) {
    this.watch = watch;
    this.within = within;
    this.patience = new Patience(within, System::nanoTime);
  }

  /** Returns as soon as all is quiet, else what is left when to wait longer is of no use. */
  Look keep() {
    Look look = settled();
    long pause = FIRST_PAUSE;
    boolean fresh = true;
    while (!look.isQuiet() && !early && !patience.isOver()) {
      pause(pause);
      if (pause < LONGEST_PAUSE) {
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      } else {
        early = isUseless(look);
      }
      fresh = !early && !look.isCrowdAlive();
      if (fresh) {
        look = settled();
      }
    }
    if (!fresh && !look.isQuiet()) {
      look = watch.look();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return look;
  }

  /** Returns when the census can be taken, or when there is no more time to wait for that. */
  private void awaitSafety() {
    while (!watch.eyes().census().isSafe() && !patience.isOver()) {
      pause(SAFETY_PAUSE);
    }
  }

  /** A test may leave its thread interrupted; that must not turn this into a busy loop. */
  private void pause(long nanos) {
    interrupted |= Thread.interrupted();
    LockSupport.parkNanos(nanos);
  }

  /**
   * Looks around until no thread was constructed meanwhile: one that is started by another, which
   * then ends, could slip through a single look. After a few times it counts as seen: in a parallel
   * run, others start threads all the time.
   */
  private Look settled() {
    awaitSafety();
    Look look = watch.look();
    for (int i = 0; i < 3 && look.isQuiet() && look.isStale(); i++) {
      awaitSafety();
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

  Duration within() {
    return within;
  }

  boolean stoppedEarly() {
    return early;
  }

  long waitedMillis() {
    return patience.spentMillis();
  }
}
