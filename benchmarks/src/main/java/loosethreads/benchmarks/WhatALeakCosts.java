package loosethreads.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is left after N calls of a method that starts a thread for each: threads, heap, memory.
 *
 * <p>{@code leaking} starts a thread that waits for a message nobody sends; {@code fixed} sends it.
 * Both wait until their threads stand where they will stay, or have ended.
 *
 * <p>Units: {@code threads} counts the live threads among those that were started; {@code
 * heapBytes} is the used heap after a full collection, less what was used before, in bytes; {@code
 * rssBytes} is the same for the resident memory of the process (Linux; else 0); those that end in
 * {@code Each} are divided by N. The score is the time of all N calls together, in milliseconds,
 * including the two collections. One call of the benchmark a fork: JMH adds up event counters over
 * iterations.
 *
 * <p>The heap has its full size from the start and is touched at once: else the resident memory
 * would grow with the heap, not with the threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "-XX:+UseSerialGC",
      "-Xms1g",
      "-Xmx1g",
      "-XX:+AlwaysPreTouch",
      // Or to touch it takes seconds where the machine is virtual. Only Linux has this.
      "-XX:+IgnoreUnrecognizedVMOptions",
      "-XX:+UseTransparentHugePages",
      // Else a buffer of half a megabyte counts as used, until there are many threads.
      "-XX:TLABSize=16k",
      "-XX:-ResizeTLAB"
    })
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class WhatALeakCosts implements Experiment {
  private static final int MOST_PLATFORM_THREADS = 5_000;

  @Override
  public String name() {
    return "leak";
  }

  @Override
  public String question() {
    return "What is left after N calls of a method that leaks a thread each time?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    int forks = effort.pick(1, 2, 3);
    List<Step> steps = new ArrayList<>();
    for (String variant : List.of("leaking", "fixed")) {
      for (Kind each : Kind.values()) {
        // For a look, one size will do for what does not grow, and for what costs a thread each.
        boolean grows = variant.equals("leaking") && each == Kind.VIRTUAL;
        List<Integer> few = grows ? List.of(1_000, 10_000) : List.of(1_000);
        effort.pick(List.of(10), few, List.of(10, 1_000, 10_000, 100_000)).stream()
            .map(n -> each == Kind.VIRTUAL ? n : Math.min(n, MOST_PLATFORM_THREADS))
            .distinct()
            .forEach(n -> steps.add(step(effort, variant, each, n, forks)));
      }
    }
    return steps;
  }

  private static Step step(Effort effort, String variant, Kind each, int size, int forks) {
    String word = each.name().toLowerCase(Locale.ROOT);
    var setting = new Setting("a queue", variant, word, size);
    return new Step(
        setting.toString(),
        Duration.ofMillis(forks * 1_700L),
        figures ->
            Jmh.run(
                effort,
                Jmh.options(WhatALeakCosts.class, variant)
                    .forks(forks)
                    .param("n", Integer.toString(size))
                    .param("kind", each.name()),
                _ -> setting,
                Map.of(
                    "threads", Metric.LIVE_THREADS,
                    "heapBytes", Metric.RETAINED_HEAP,
                    "heapBytesEach", Metric.HEAP_EACH,
                    "rssBytes", Metric.RESIDENT_MEMORY,
                    "rssBytesEach", Metric.RESIDENT_EACH),
                figures));
  }

  /** How often the method is called. */
  @Param({"100", "1000"})
  int n;

  /** What kind of thread it starts. */
  @Param({"VIRTUAL", "PLATFORM"})
  Kind kind;

  private final List<Thread> started = new ArrayList<>();
  private final List<BlockingQueue<String>> mailboxes = new ArrayList<>();

  /** The two kinds of thread. */
  public enum Kind {
    /** Scheduled by the JVM. */
    VIRTUAL,
    /** Scheduled by the operating system. */
    PLATFORM;

    Thread start(Runnable task) {
      return (this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(task);
    }
  }

  /** What is counted beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Left {
    /** Live threads. */
    public long threads;

    /** Bytes of heap, of all calls. */
    public double heapBytes;

    /** Bytes of heap for each call. */
    public double heapBytesEach;

    /** Bytes of resident memory, of all calls. */
    public double rssBytes;

    /** Bytes of resident memory for each call. */
    public double rssBytesEach;
  }

  /** Starts the first virtual thread, which brings its carriers and their pool with it. */
  @Setup(Level.Iteration)
  public void warmUpTheKind() throws InterruptedException {
    kind.start(() -> {}).join();
  }

  /** Nobody sends the message. */
  @Benchmark
  public void leaking(Left left) throws IOException, InterruptedException {
    measure(left, false);
  }

  /** Somebody does. */
  @Benchmark
  public void fixed(Left left) throws IOException, InterruptedException {
    measure(left, true);
  }

  private void measure(Left left, boolean send) throws IOException, InterruptedException {
    long heap = usedHeap();
    long rss = residentMemory();
    for (int i = 0; i < n; i++) {
      handleRequest(send);
    }
    for (Thread thread : started) {
      if (send) {
        thread.join();
      } else {
        awaitWaiting(thread);
      }
    }
    left.threads = started.stream().filter(Thread::isAlive).count();
    if (send) {
      started.clear();
      mailboxes.clear();
    }
    left.heapBytes = usedHeap() - heap;
    left.heapBytesEach = left.heapBytes / n;
    left.rssBytes = residentMemory() - rss;
    left.rssBytesEach = left.rssBytes / n;
  }

  private void handleRequest(boolean send) {
    var mailbox = new LinkedBlockingQueue<String>();
    mailboxes.add(mailbox);
    started.add(
        kind.start(() -> {
          try {
            mailbox.take();
          } catch (InterruptedException e) {
            // The benchmark is over.
          }
        }));
    if (send) {
      mailbox.add("a message");
    }
  }

  /** Waits until a thread stands where it will stay: nobody sends it anything, so this is soon. */
  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /**
   * As the collection left it. What is in use a moment later has the buffer in it from which this
   * thread allocates: megabytes when it is alone, nearly nothing beside a thousand others.
   */
  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }

  private static long residentMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    }
  }

  /** Ends what was leaked on purpose. */
  @TearDown(Level.Iteration)
  public void endWhatWasLeaked() throws InterruptedException {
    for (Thread thread : started) {
      thread.interrupt();
    }
    for (Thread thread : started) {
      thread.join();
    }
  }
}
