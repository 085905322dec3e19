package loosethreads.benchmarks.price;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Memory;
import loosethreads.benchmarks.measure.Reading;
import loosethreads.workbook.bench.Metric;

/**
 * Starts N threads that wait at the end of a stack and hold something, and says how much memory
 * each of them takes.
 *
 * <p>The same has been done once before with threads that end, so that the classes are loaded; the
 * memory is read twice before, since the first reading loads classes of its own. A frame has two
 * local variables here; one of yours may have more, and is larger then.
 */
public final class Waiting {
  private static final int FIRST = 200;

  /** So often that a method is compiled, and not only for a start. */
  private static final int UNTIL_COMPILED = 20_000;

  private final Kind kind;
  private final int frames;
  private final Holding holding;
  private final List<Thread> threads = new ArrayList<>();

  private Waiting(Kind kind, int frames, Holding holding) {
    this.kind = kind;
    this.frames = frames;
    this.holding = holding;
  }

  /** What a thread holds while it waits. */
  public enum Holding {
    /** Nothing. */
    NOTHING("nothing"),
    /** A buffer of 1 KiB in a local variable. */
    BUFFER_1_KIB("a buffer of 1 KiB"),
    /** A buffer of 64 KiB in a local variable. */
    BUFFER_64_KIB("a buffer of 64 KiB"),
    /** A value in a {@code ThreadLocal}: a small one, what shows is the map that it needs. */
    THREAD_LOCAL("a ThreadLocal");

    private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

    private final String word;

    Holding(String word) {
      this.word = word;
    }

    Object begin() {
      return switch (this) {
        case NOTHING -> this;
        case BUFFER_1_KIB -> new byte[1 << 10];
        case BUFFER_64_KIB -> new byte[1 << 16];
        case THREAD_LOCAL -> {
          LOCAL.set(new Object());
          yield this;
        }
      };
    }

    /** As the results say it. */
    public String word() {
      return word;
    }
  }

  /** Kind, frames, what is held, and N. */
  public static void main(String[] args) throws Exception {
    Kind kind = Kind.of(args[0]);
    int frames = Integer.parseInt(args[1]);
    Holding holding = Holding.valueOf(args[2]);
    int n = Integer.parseInt(args[3]);

    var first = new Waiting(kind, frames, holding);
    var over = new CountDownLatch(1);
    first.start(FIRST, over);
    over.countDown();
    first.join();
    for (int i = 0; i < UNTIL_COMPILED / frames; i++) {
      first.descend(frames - 1, over);
    }

    var leaked = new Waiting(kind, frames, holding);
    var never = new CountDownLatch(1);
    Memory.settled();
    Memory before = Memory.settled();
    leaked.start(n, never);
    Memory grown = Memory.settled().since(before);
    long alive = leaked.threads.stream().filter(Thread::isAlive).count();
    if (alive != n) {
      throw new IllegalStateException("expected " + n + " threads, and " + alive + " are left");
    }
    Reading.say(Metric.LIVE_THREADS, alive);
    Reading.say(Metric.HEAP_EACH, (double) grown.heap() / n);
    grown.resident().ifPresent(bytes -> Reading.say(Metric.RESIDENT_EACH, (double) bytes / n));

    never.countDown();
    leaked.join();
  }

  private void start(int n, CountDownLatch gate) {
    for (int i = 0; i < n; i++) {
      threads.add(kind.start(() -> descend(frames - 1, gate)));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private int descend(int more, CountDownLatch gate) {
    return more > 0 ? descend(more - 1, gate) + 1 : hold(gate);
  }

  private int hold(CountDownLatch gate) {
    Object held = holding.begin();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Used after the wait, so that it is held until then.
    return held.hashCode();
  }
}
