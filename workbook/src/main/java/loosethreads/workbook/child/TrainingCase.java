package loosethreads.workbook.child;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;

/**
 * Leaks, so that the cache for quick starts holds what a report on a leak needs. It takes as long
 * as leaks take to be sure of, so it is run for the cache only, and not to get warm.
 */
@LeakFree
class TrainingCase {
  private static final long AN_HOUR = 3_600_000;

  @Test
  void leaksAVirtualThread() {
    Thread.startVirtualThread(TrainingCase::waitForNobody);
  }

  @Test
  void leaksPlatformThreads() {
    Thread.ofPlatform().daemon().start(TrainingCase::waitForNobody);
    Thread.ofPlatform().daemon().start(LockSupport::park);
  }

  @Test
  @LeakFree(within = "100ms")
  void leaksASleeper() {
    Thread.startVirtualThread(TrainingCase::sleep);
    Thread.ofPlatform().daemon().start(TrainingCase::sleep);
  }

  private static void waitForNobody() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(AN_HOUR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
