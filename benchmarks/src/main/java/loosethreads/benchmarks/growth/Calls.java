package loosethreads.benchmarks.growth;

import java.io.IOException;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Memory;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.benchmarks.measure.Stillness;
import loosethreads.workbook.bench.Metric;

/**
 * Calls a program N times in a JVM of its own, and says what is left of it.
 *
 * <p>Twenty calls come first, so that classes are loaded; what they leave was there before. Then
 * the memory is read, after two full collections, twice, since the first reading loads classes of
 * its own; N calls are made and timed; all threads come to stand where they will stay, or end; and
 * the memory is read again. The collections part the log of the collector into phases.
 */
public final class Calls {
  /** So many full collections come before the calls. */
  public static final int COLLECTIONS_BEFORE = 4;

  private static final int FIRST = 20;

  private Calls() {}

  /** Subject, variant, kind and N. */
  public static void main(String[] args) throws Exception {
    boolean leaks = args[1].equals("leaking");
    Program program = Program.of(args[0], args[1], Kind.of(args[2]));
    measure(program, leaks, Integer.parseInt(args[3]));
    Reading.over();
  }

  private static void measure(Program program, boolean leaks, int n) throws Exception {
    int each = leaks ? program.threadsPerCall() : 0;
    Stillness stillness = Stillness.open();
    call(program, FIRST);
    stillness.await(FIRST * each);

    Memory.settled();
    Memory before = Memory.settled();
    long start = System.nanoTime();
    call(program, n);
    double millis = (System.nanoTime() - start) / 1e6;
    stillness.await((FIRST + n) * each);
    say(Memory.settled().since(before));
    int left = stillness.count() - FIRST * each;
    if (left != n * each) {
      throw new IllegalStateException(
          "expected " + n * each + " threads, and " + left + " are left");
    }
    Reading.say(Metric.LIVE_THREADS, left);
    Reading.say(Metric.TIME_PER_CALL, millis / n);
  }

  private static void call(Program program, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      program.call();
    }
  }

  private static void say(Memory grown) throws IOException {
    Reading.say(Metric.RETAINED_HEAP, grown.heap());
    grown.resident().ifPresent(bytes -> Reading.say(Metric.RESIDENT_MEMORY, bytes));
  }
}
