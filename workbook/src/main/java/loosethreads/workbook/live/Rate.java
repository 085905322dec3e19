package loosethreads.workbook.live;

import java.time.Duration;
import java.util.function.LongSupplier;

/** So many at once, then one more each time some time has passed. */
final class Rate {
  private final int burst;
  private final long refillNanos;
  private final LongSupplier clock;
  private long left;
  private long since;

  /**
   * A full one.
   *
   * @param clock in nanoseconds
   */
  Rate(int burst, Duration refill, LongSupplier clock) {
    this.burst = burst;
    this.refillNanos = refill.toNanos();
    this.clock = clock;
    this.left = burst;
    this.since = clock.getAsLong();
  }

  /** Tells whether one more is within the rate, and counts it if so. */
  synchronized boolean take() {
    long more = (clock.getAsLong() - since) / refillNanos;
    left = Math.min(burst, left + more);
    since += more * refillNanos;
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
