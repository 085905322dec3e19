package loosethreads.benchmarks.go;

import java.io.IOException;
import loosethreads.benchmarks.growth.KataProgram;
import loosethreads.benchmarks.growth.Program;
import loosethreads.benchmarks.measure.Memory;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.benchmarks.measure.Stillness;
import loosethreads.leakcheck.LeakWatch;
import loosethreads.leakcheck.ThreadCensus;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Unit;

/**
 * Calls a program that leaks a virtual thread N times, and says what that costs: step for step what
 * {@code benchmarks/go/main.go} does.
 */
public final class Leaks {
  /** From the first call until all threads wait, divided by their number. */
  public static final Metric START = new Metric("time to start each", Unit.MILLIS);

  /** What is in use after a collection, of heap and of stacks, for each. */
  public static final Metric MEMORY = new Metric("retained memory each", Unit.BYTES);

  /** A collection that was asked for, from then until it is over. */
  public static final Metric COLLECTION = new Metric("full collection", Unit.MILLIS);

  /** How long the collection let nothing else run at a stretch. */
  public static final Metric STOP = new Metric("longest stop in it", Unit.MILLIS);

  /** How long it takes to say how many there are. */
  public static final Metric COUNT = new Metric("time to count", Unit.MILLIS);

  /** How long it takes to list them, those with the same stack together. */
  public static final Metric LIST = new Metric("time to list by stack", Unit.MILLIS);

  private static final int FIRST = 20;

  private Leaks() {}

  /**
   * A kata, N, and {@code counted} or {@code listed}. A list needs a watch, which costs by itself.
   */
  public static void main(String[] args) throws Exception {
    Program program = KataProgram.valueOf(args[0]);
    int n = Integer.parseInt(args[1]);
    if (args[2].equals("listed")) {
      list(program, n);
    } else {
      count(program, n);
    }
    Reading.over();
  }

  private static void count(Program program, int n) throws Exception {
    Stillness stillness = Stillness.open();
    call(program, FIRST);
    stillness.await(FIRST);
    Memory.settled();
    Memory before = Memory.settled();

    long start = System.nanoTime();
    call(program, n);
    stillness.await(FIRST + n);
    Reading.say(START, millisSince(start) / n);

    start = System.nanoTime();
    System.gc();
    Reading.say(COLLECTION, millisSince(start));
    sayMemory(before, n);

    start = System.nanoTime();
    int count = ThreadCensus.count().total();
    Reading.say(COUNT, millisSince(start));
    if (count != stillness.before() + FIRST + n) {
      throw new IllegalStateException(
          "expected " + (stillness.before() + FIRST + n) + " threads, and there are " + count);
    }
    Reading.say(Metric.LIVE_THREADS, stillness.count() - FIRST);
  }

  private static void sayMemory(Memory before, int n) throws IOException {
    Reading.say(MEMORY, (double) Memory.settled().since(before).heap() / n);
  }

  @SuppressWarnings(
      "try") // The watch is left open: to close it would be to wait for what is leaked.
  private static void list(Program program, int n) throws Exception {
    Stillness stillness = Stillness.open();
    LeakWatch watch = LeakWatch.open();
    call(program, n);
    stillness.await(n);
    long start = System.nanoTime();
    String list = watch.report().orElseThrow().toString();
    double millis = millisSince(start);
    if (watch.count().total() != n || list.isEmpty()) {
      throw new IllegalStateException("expected " + n + " threads, and there are " + watch.count());
    }
    Reading.say(LIST, millis);
  }

  private static void call(Program program, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      program.call();
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
