package loosethreads.benchmarks.detector;

import java.util.Arrays;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Unit;

/**
 * How long a test takes that starts one virtual thread and joins it, or starts none, while N others
 * wait that were there before.
 *
 * <p>Unit: milliseconds a test. It is the mean of the tests of a class, JUnit's own share with it,
 * and of some such classes the median. The same has been done for some seconds before, so that the
 * code is warm; not so where a test takes many seconds.
 */
public final class Watching {
  /** What is read. */
  public static final Metric TIME = new Metric("time of a test", Unit.MILLIS);

  private Watching() {}

  /**
   * Detector, N, whether a test starts a thread, tests in a class, how often the class is run, and
   * for how many milliseconds before that.
   */
  public static void main(String[] args) throws Exception {
    var detector = Detector.valueOf(args[0]);
    int others = Integer.parseInt(args[1]);
    Detector.Body body = Boolean.parseBoolean(args[2]) ? Watching::startAThread : () -> {};
    int tests = Integer.parseInt(args[3]);
    double[] rounds = new double[Integer.parseInt(args[4])];
    long warmNanos = Long.parseLong(args[5]) * 1_000_000;

    try (var _ = Crowd.of(others)) {
      long warm = System.nanoTime() + warmNanos;
      while (System.nanoTime() < warm) {
        time(detector, tests, body);
      }
      for (int i = 0; i < rounds.length; i++) {
        rounds[i] = time(detector, tests, body);
      }
      Arrays.sort(rounds);
      Reading.say(TIME, rounds[rounds.length / 2]);
    }
  }

  private static void startAThread() throws InterruptedException {
    Thread.startVirtualThread(() -> {}).join();
  }

  private static double time(Detector detector, int tests, Detector.Body body) {
    long start = System.nanoTime();
    detector.watch(tests, body);
    return (System.nanoTime() - start) / 1e6 / tests;
  }
}
