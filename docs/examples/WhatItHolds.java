import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Prints how many bytes of heap a thread keeps while it waits. Once for each JVM: what an earlier
 * round leaves behind would count as well.
 */
class WhatItHolds {
  private static final int THREADS = 1000;

  /** The kind of thread, and the size of the buffer that it has in a local variable. */
  void main(String[] args) throws InterruptedException {
    Thread.Builder builder =
        args[0].equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    int size = Integer.parseInt(args[1]);
    var gate = new CountDownLatch(1);
    builder.start(() -> hold(new CountDownLatch(0), size)).join();
    List<Thread> threads = new ArrayList<>(THREADS);

    usedHeap();
    Thread.sleep(500);
    long before = usedHeap();
    for (int i = 0; i < THREADS; i++) {
      threads.add(builder.start(() -> hold(gate, size)));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    IO.println((usedHeap() - before) / THREADS);
    gate.countDown();
  }

  private static void hold(CountDownLatch gate, int size) {
    byte[] buffer = new byte[size];
    try {
      gate.await();
      buffer[size - 1] = 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long usedHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
