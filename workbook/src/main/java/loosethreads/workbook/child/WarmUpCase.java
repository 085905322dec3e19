package loosethreads.workbook.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Does what kata tests do, so that its classes are loaded and initialized before a learner waits
 * for them.
 */
class WarmUpCase {
  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeEach
  void useALifecycleMethod() {
    assertThat(gate.getCount()).isOne();
  }

  @Test
  @LeakFree
  void endAThread() throws InterruptedException {
    Thread.startVirtualThread(gate::countDown).join();
    assertThat(gate.await(5, TimeUnit.SECONDS)).as("the gate").isTrue();
  }

  @Test
  void failAnAssertion() {
    assertThatThrownBy(() -> assertThat(List.of("a")).as("a list").containsExactly("b"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void reportALeak() {
    Thread leaked;
    try (var _ = LeakWatch.open(Duration.ofMillis(1))) {
      leaked = Thread.startVirtualThread(this::waitAtTheGate);
    } catch (LeakError e) {
      assertThat(e.report().toJson()).isNotEmpty();
      return;
    } finally {
      gate.countDown();
    }
    assertThat(leaked).as("a thread that ended in time").isNotNull();
  }

  private void waitAtTheGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
