package loosethreads.benchmarks.detector;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Memory;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.benchmarks.measure.Stillness;
import loosethreads.leakcheck.GroupProof;
import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.ThreadCensus;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Unit;

/**
 * Leaks N threads that nobody can wake, fills the heap with other things, and has it proven.
 *
 * <p>Units: milliseconds, and bytes of all of them together.
 */
public final class Proving {
  /** From the question to the answer; half a second of it is the wait between the two dumps. */
  public static final Metric TIME = new Metric("time of a proof", Unit.MILLIS);

  /** The longest time meanwhile that a thread did not come to run which sleeps 1 ms at a time. */
  public static final Metric STANDSTILL = new Metric("longest standstill", Unit.MILLIS);

  /** Heap that the analysis has asked for, garbage with it: it never needs more at a time. */
  public static final Metric ALLOCATED = new Metric("heap asked for", Unit.BYTES);

  /**
   * Resident memory of the process at its peak, less what it was before the proof. The heap has its
   * full size from the start and does not count; the dump, which is mapped, does.
   */
  public static final Metric PEAK = new Metric("resident memory at most", Unit.BYTES);

  /** About what an {@link Item} takes, with its text and its place in the list. */
  private static final int ITEM_BYTES = 84;

  /** What a program has in its heap: small objects that refer to each other. */
  private record Item(int number, String name) {}

  private static List<Item> items = List.of();

  private Proving() {}

  /** Kind, N, and how many MiB of other things. */
  public static void main(String[] args) throws Exception {
    Kind kind = Kind.of(args[0]);
    int threads = Integer.parseInt(args[1]);
    items = items(Integer.parseInt(args[2]));
    leak(kind, threads);

    measure(stuck(threads).id(), threads);
    Reading.over();
  }

  private static void measure(String id, int threads) throws IOException, InterruptedException {
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    OptionalLong before = Memory.settled().resident();
    long allocated = beans.getCurrentThreadAllocatedBytes();
    var pulse = Pulse.start();
    long start = System.nanoTime();
    GroupProof proof = ThreadCensus.prove(id).orElseThrow();
    double millis = (System.nanoTime() - start) / 1e6;
    double longest = pulse.stop();
    allocated = beans.getCurrentThreadAllocatedBytes() - allocated;
    if (proof.proven() != threads || items.isEmpty()) {
      throw new IllegalStateException("expected all to be proven: " + proof);
    }
    Reading.say(TIME, millis);
    Reading.say(STANDSTILL, longest);
    Reading.say(ALLOCATED, allocated);
    OptionalLong peak = Memory.peak();
    if (before.isPresent() && peak.isPresent()) {
      Reading.say(PEAK, Math.max(0, peak.getAsLong() - before.getAsLong()));
    }
  }

  private static List<Item> items(int mebibytes) {
    int number = (mebibytes << 20) / ITEM_BYTES;
    List<Item> items = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      items.add(new Item(i, "item " + i));
    }
    return items;
  }

  /** Nobody else holds what they wait for, nor them. */
  private static void leak(Kind kind, int threads) throws InterruptedException {
    var still = Stillness.open();
    for (int i = 0; i < threads; i++) {
      kind.start(Proving::waitForever);
    }
    still.await(threads);
  }

  private static void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static StackGroup stuck(int threads) {
    return ThreadCensus.groups().groups().stream()
        .filter(group -> group.method().endsWith("waitForever") && group.count() == threads)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("expected a group of " + threads + " that wait"));
  }
}
