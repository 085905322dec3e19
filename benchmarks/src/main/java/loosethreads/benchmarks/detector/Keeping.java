package loosethreads.benchmarks.detector;

import loosethreads.benchmarks.measure.Memory;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Unit;

/**
 * How much heap a virtual thread takes that a test has started and that waits, with all that the
 * detector keeps of it.
 *
 * <p>Unit: bytes a thread, from the heap in use after full collections, before N threads were
 * started and when all of them wait. The same has been done some times before: a frame of compiled
 * code is smaller than one that is interpreted.
 */
public final class Keeping {
  /** What is read. */
  public static final Metric HEAP = new Metric("heap of a live thread", Unit.BYTES);

  private static final int UNTIL_COMPILED = 8;

  private Keeping() {}

  /** Detector and N. */
  public static void main(String[] args) {
    var detector = Detector.valueOf(args[0]);
    int threads = Integer.parseInt(args[1]);

    for (int i = 0; i < UNTIL_COMPILED; i++) {
      detector.watch(1, () -> heapOf(threads));
    }
    detector.watch(1, () -> Reading.say(HEAP, heapOf(threads)));
  }

  private static double heapOf(int threads) throws Exception {
    Memory before = Memory.settled();
    try (var _ = Crowd.of(threads)) {
      return (double) Memory.settled().since(before).heap() / threads;
    }
  }
}
