package loosethreads.leakcheck;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until it is safe to look at all threads. */
final class SafeMoment {
  private static final long LONG_ENOUGH = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(100);

  private SafeMoment() {}

  /**
   * Returns in a safe moment, or throws when there is none for a second.
   *
   * @throws IllegalStateException if virtual threads are always on the move
   */
  static void await(Census census) {
    long start = System.nanoTime();
    while (!census.isSafe()) {
      if (System.nanoTime() - start > LONG_ENOUGH) {
        throw new IllegalStateException(
            "Virtual threads are on the move, and JDK 25 can crash if it dumps one then: try again,"
                + " or run with "
                + ContainerCensus.FLAG
                + ", which needs no dump");
      }
      LockSupport.parkNanos(PAUSE);
    }
  }
}
