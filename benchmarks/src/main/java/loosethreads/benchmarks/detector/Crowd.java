package loosethreads.benchmarks.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Virtual threads that wait until they are let go. */
final class Crowd implements AutoCloseable {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Thread> threads;

  private Crowd(int size) {
    threads = new ArrayList<>(size);
  }

  /** Starts so many, and returns when all of them wait. */
  static Crowd of(int size) {
    var crowd = new Crowd(size);
    for (int i = 0; i < size; i++) {
      crowd.threads.add(Thread.startVirtualThread(crowd::await));
    }
    for (Thread thread : crowd.threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    return crowd;
  }

  private void await() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets them go. */
  @Override
  public void close() {
    gate.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
