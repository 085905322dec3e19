package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class LeakWatchTest {
  @Test
  void tellsOfAVirtualThreadThatWaitsOnAQueue() {
    LeakWatch watch = LeakWatch.open(Duration.ofMillis(50));
    var queue = new LinkedBlockingQueue<String>();
    Thread leak =
        Thread.startVirtualThread(() -> {
          try {
            queue.take();
          } catch (InterruptedException e) {
            return;
          }
        });
    assertThatThrownBy(watch::close).isInstanceOf(LeakError.class).hasMessageContaining("take()");
    leak.interrupt();
  }
}
