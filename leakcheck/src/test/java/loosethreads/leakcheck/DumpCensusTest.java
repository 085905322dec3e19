package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DumpCensusTest {
  @Test
  @LeakFree
  void saysWhatIsInTheWayWhenANameCannotBeDumped() throws Exception {
    var end = new CountDownLatch(1);
    // A platform thread: to dump a virtual one that is just being mounted can crash JDK 25.
    Thread named = Thread.ofPlatform().name("two\u0001words").start(() -> await(end));
    try {
      assertThatThrownBy(() -> new DumpCensus().bornAfter(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("control character in its name")
          .hasMessageContaining(ContainerCensus.FLAG);
    } finally {
      end.countDown();
      named.join();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
