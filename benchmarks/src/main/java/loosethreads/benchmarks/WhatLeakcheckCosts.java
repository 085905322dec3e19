package loosethreads.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakWatch;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * What leakcheck adds to a test that passes, while other threads are alive.
 *
 * <p>{@code watched} is a test's body, one virtual thread that starts and ends, within a watch;
 * {@code unwatched} is the same body alone. Unit: milliseconds a test, the mean of an iteration.
 * The threads that are alive wait on a latch and were there before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      "-Xmx3g"
    })
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class WhatLeakcheckCosts implements Experiment {
  private static final Metric TIME = new Metric("time of a test", Unit.MILLIS);

  @Override
  public String name() {
    return "leakcheck";
  }

  @Override
  public String question() {
    return "What does leakcheck add to a test that passes, while N other threads are alive?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<Integer> sizes =
        effort.pick(List.of(10), List.of(10, 100_000), List.of(10, 1_000, 100_000, 1_000_000));
    int forks = effort.pick(1, 1, 3);
    List<Step> steps = new ArrayList<>();
    for (String variant : List.of("unwatched", "watched")) {
      for (int size : sizes) {
        var setting = new Setting("an empty test", variant, "virtual", size);
        steps.add(
            new Step(
                variant + ", " + size + " threads alive",
                // Starting and joining that many takes a while, too.
                Duration.ofMillis(forks * (5_000L + size / 50)),
                figures ->
                    Jmh.run(
                        effort,
                        Jmh.options(WhatLeakcheckCosts.class, variant)
                            .forks(forks)
                            .param("alive", Integer.toString(size)),
                        _ -> setting,
                        Map.of(Jmh.SCORE, TIME),
                        figures)));
      }
    }
    return steps;
  }

  /** How many virtual threads are alive meanwhile. */
  @Param({"10", "1000", "100000"})
  int alive;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Thread> parked = new ArrayList<>();

  /** Starts the threads that are alive. */
  @Setup
  public void park() {
    for (int i = 0; i < alive; i++) {
      parked.add(Thread.startVirtualThread(this::await));
    }
    for (Thread thread : parked) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private void await() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends them. */
  @TearDown
  public void letGo() throws InterruptedException {
    gate.countDown();
    for (Thread thread : parked) {
      thread.join();
    }
  }

  /** The test alone. */
  @Benchmark
  public void unwatched() throws InterruptedException {
    Thread.startVirtualThread(() -> {}).join();
  }

  /** The test within a watch. */
  @Benchmark
  public void watched() throws InterruptedException {
    try (var _ = LeakWatch.open()) {
      Thread.startVirtualThread(() -> {}).join();
    }
  }
}
