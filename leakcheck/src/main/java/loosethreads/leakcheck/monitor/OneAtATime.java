package loosethreads.leakcheck.monitor;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Work that is done for one at a time: whoever comes meanwhile is asked to come again. */
final class OneAtATime {
  private final Semaphore free = new Semaphore(1);
  private final String seconds;

  /**
   * Makes a place for one.
   *
   * @param seconds when those that come meanwhile should come again
   */
  OneAtATime(int seconds) {
    this.seconds = String.valueOf(seconds);
  }

  <T> T get(Supplier<T> work) throws Refused {
    if (!free.tryAcquire()) {
      throw new Refused(503, "Somebody else asks just now; try again.", "Retry-After", seconds);
    }
    try {
      return work.get();
    } catch (IllegalStateException e) {
      // No safe moment for a dump. The message says what to do.
      throw new Refused(503, String.valueOf(e.getMessage()), "Retry-After", "5");
    } finally {
      free.release();
    }
  }
}
