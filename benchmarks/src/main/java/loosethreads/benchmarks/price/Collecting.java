package loosethreads.benchmarks.price;

import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.workbook.bench.Metric;

/**
 * Leaks N threads, has everything collected, then makes garbage until the young generation has been
 * collected some times. How long each took stands in the log of the collector; the collection that
 * is asked for parts the log.
 */
public final class Collecting {
  private static final int PIECE = 1 << 10;

  /** A piece that somebody might look at, so that it has to be made. */
  private static volatile byte[] piece = {};

  private Collecting() {}

  /** Kind, N, and how many MiB of garbage to make. */
  public static void main(String[] args) throws InterruptedException {
    Kind kind = Kind.of(args[0]);
    var threads = new Thread[Integer.parseInt(args[1])];
    long garbage = Long.parseLong(args[2]) << 20;

    var never = new CountDownLatch(1);
    for (int i = 0; i < threads.length; i++) {
      threads[i] = kind.start(() -> await(never));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    System.gc();
    for (long made = 0; made < garbage; made += PIECE) {
      piece = new byte[PIECE];
    }
    long alive = Stream.of(threads).filter(Thread::isAlive).count();
    if (alive != threads.length || piece.length != PIECE) {
      throw new IllegalStateException(
          "expected " + threads.length + " threads, and " + alive + " are left");
    }
    Reading.say(Metric.LIVE_THREADS, alive);
    Reading.over();
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
