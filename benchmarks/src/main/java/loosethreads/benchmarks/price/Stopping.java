package loosethreads.benchmarks.price;

import java.util.concurrent.CountDownLatch;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.workbook.bench.Metric;

/**
 * Starts platform threads until the system gives no more, or so many are there that it is time to
 * stop. Only for a process with a limit of its own: without one it asks the whole machine.
 */
public final class Stopping {
  private Stopping() {}

  /** The most that are started. */
  public static void main(String[] args) {
    int most = Integer.parseInt(args[0]);
    var never = new CountDownLatch(1);
    int started = 0;
    try {
      while (started < most) {
        Kind.PLATFORM.start(() -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
        started++;
      }
    } catch (OutOfMemoryError e) {
      if (!e.getMessage().contains("native thread")) {
        throw e;
      }
    }
    // It lives on, and can say so.
    Reading.say(Metric.LIVE_THREADS, started);
    never.countDown();
  }
}
