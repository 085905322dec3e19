import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import loosethreads.leakcheck.ThreadCensus;

/**
 * Prints how much time on a processor a count and a grouping of all threads take, with so many
 * virtual ones parked.
 */
class WhatALookCosts {
  private static final int WARM_UP = 10;
  private static final int LOOKS = 21;

  void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    var started = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      int depth = i % 5;
      Thread.ofVirtual().start(() -> park(depth, started));
    }
    started.await();
    print(threads, "count()", ThreadCensus::count);
    print(threads, "groups()", ThreadCensus::groups);
    System.exit(0);
  }

  private static void park(int depth, CountDownLatch started) {
    if (depth > 0) {
      park(depth - 1, started);
      return;
    }
    started.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // Nobody does.
    }
  }

  private static void print(int threads, String name, Supplier<?> look) {
    double[] millis = new double[LOOKS];
    for (int i = 0; i < WARM_UP; i++) {
      look.get();
    }
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < LOOKS; i++) {
      long begin = clock.getCurrentThreadCpuTime();
      look.get();
      millis[i] = (clock.getCurrentThreadCpuTime() - begin) / 1e6;
    }
    Arrays.sort(millis);
    IO.println(
        "%,7d virtual threads  %-8s  median %7.1f ms of CPU time  (%.1f to %.1f, %d looks)"
            .formatted(threads, name, millis[LOOKS / 2], millis[0], millis[LOOKS - 1], LOOKS));
  }
}
