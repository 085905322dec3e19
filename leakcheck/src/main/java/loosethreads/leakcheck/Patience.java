package loosethreads.leakcheck;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that threads have to end, measured while the JVM runs.
 *
 * <p>A lid that is closed, a debugger, a machine with no core to spare: when this process stands
 * still, so do the threads it waits for. A long gap between two questions does not count.
 */
final class Patience {
  private static final long GAP = 500_000_000;

  /** To look at very many threads takes long, too, and must not make the wait endless. */
  private static final int FORGIVEN = 3;

  private final long within;
  private final LongSupplier clock;
  private long last;
  private long spent;
  private int gaps;

  /**
   * Starts to count.
   *
   * @param clock nanoseconds, as {@link System#nanoTime} has them
   */
  Patience(Duration within, LongSupplier clock) {
    this.within = within.toNanos();
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /** Whether the time is over. To be asked often. */
  boolean isOver() {
    long now = clock.getAsLong();
    long since = now - last;
    last = now;
    if (since > GAP && gaps < FORGIVEN) {
      gaps++;
    } else {
      spent += since;
    }
    return spent >= within;
  }

  long spentMillis() {
    return spent / 1_000_000;
  }
}
