package loosethreads.benchmarks.detector;

import java.util.Arrays;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Unit;

/**
 * How long a test takes that starts one virtual thread and joins it, while N others wait that were
 * there before.
 *
 * <p>Unit: milliseconds a test. It is the mean of the tests of a class, JUnit's own share with it,
 * and of some such classes the median. The same has been done for two seconds before, so that the
 * code is warm.
 */
public final class Watching {
  /** What is read. */
  public static final Metric TIME = new Metric("time of a test", Unit.MILLIS);

  private static final long WARM_NANOS = 2_000_000_000;

  private Watching() {}

  /** Detector, N, tests in a class, and how often the class is run. */
  public static void main(String[] args) throws Exception {
    var detector = Detector.valueOf(args[0]);
    int others = Integer.parseInt(args[1]);
    int tests = Integer.parseInt(args[2]);
    double[] rounds = new double[Integer.parseInt(args[3])];

    try (var _ = Crowd.of(others)) {
      long warm = System.nanoTime() + WARM_NANOS;
      do {
        time(detector, tests);
      } while (rounds.length > 1 && System.nanoTime() < warm);
      for (int i = 0; i < rounds.length; i++) {
        rounds[i] = time(detector, tests);
      }
      Arrays.sort(rounds);
      Reading.say(TIME, rounds[rounds.length / 2]);
    }
  }

  private static double time(Detector detector, int tests) {
    long start = System.nanoTime();
    detector.watch(tests, () -> Thread.startVirtualThread(() -> {}).join());
    return (System.nanoTime() - start) / 1e6 / tests;
  }
}
