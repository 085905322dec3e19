package loosethreads.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakWatch;
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
 * {@code unwatched} is the same body alone. Unit: milliseconds a test, each measured by itself. The
 * threads that are alive wait on a latch and were there before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      "-Xmx2g"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WhatLeakcheckCosts {

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
