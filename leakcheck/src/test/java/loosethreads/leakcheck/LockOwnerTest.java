package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

@LeakFree
class LockOwnerTest {
  private static final Duration SHORT = Duration.ofMillis(60);

  private final ReentrantLock lock = new ReentrantLock();

  @Test
  void theReportNamesTheThreadThatHoldsTheLock() throws Exception {
    Thread waiting;
    lock.lock();
    try {
      var watch = LeakWatch.open(SHORT);
      waiting = Thread.ofVirtual().start(lock::lock);

      assertThatThrownBy(watch::close)
          .isInstanceOf(LeakError.class)
          .hasMessageContaining(
              "that another holds: thread \"%s\" has it", Thread.currentThread().getName())
          .hasMessageContaining("no use: lock() does not listen to it");
    } finally {
      lock.unlock();
    }
    waiting.join();
  }

  @Test
  void theReportNamesAThreadThatEndedWithTheLock() throws Exception {
    Thread.ofVirtual().name("keeper").start(lock::lock).join();
    var watch = LeakWatch.open(SHORT);
    Thread waiting = Thread.ofVirtual().start(() -> lockInterruptibly(lock));

    assertThatThrownBy(watch::close)
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("thread \"keeper\" took it, and ended without giving it back")
        .hasMessageContaining("ended");

    waiting.join();
    assertThat(lock.isLocked()).as("the lock of a thread that is no more").isTrue();
  }

  // An upgrade that never comes is what this is about.
  @SuppressWarnings("LockNotBeforeTry")
  @Test
  void whoWaitsToWriteIsNotSaidToWaitForAnother() throws Exception {
    var readWrite = new ReentrantReadWriteLock();
    var watch = LeakWatch.open(SHORT);
    Thread upgrading =
        Thread.ofVirtual()
            .start(() -> {
              readWrite.readLock().lock();
              lockInterruptibly(readWrite.writeLock());
              readWrite.readLock().unlock();
            });

    assertThatThrownBy(watch::close)
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("lockInterruptibly() on a WriteLock until nobody reads or writes")
        .hasMessageNotContaining("another");

    upgrading.join();
  }

  @Test
  void whoWaitsToReadLearnsWhoWrites() throws Exception {
    var readWrite = new ReentrantReadWriteLock();
    Thread.ofVirtual().name("writer").start(readWrite.writeLock()::lock).join();
    var watch = LeakWatch.open(SHORT);
    Thread reading = Thread.ofVirtual().start(() -> lockInterruptibly(readWrite.readLock()));

    assertThatThrownBy(watch::close)
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("on a ReadLock until nobody writes, or waits to")
        .hasMessageContaining("thread \"writer\" took it");

    reading.join();
  }

  private static void lockInterruptibly(Lock lock) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
