package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkTest {
  @Test
  void tellsThatOnlyMarksWereTakenSince() {
    long mark = Mark.now();
    for (int i = 0; i < 100; i++) {
      Mark.now();
    }
    boolean none = Mark.noneSince(mark);
    // The JVM itself may construct one at any time.
    assumeThat(Mark.now() - mark).as("ids of the marks since, and of no one else").isEqualTo(102);
    assertThat(none).isTrue();
  }

  @Test
  void noticesAThreadOfEitherKindThatNobodyStarts() {
    List<Thread> threads =
        List.of(Thread.ofVirtual().unstarted(() -> {}), Thread.ofPlatform().unstarted(() -> {}));
    for (Thread thread : threads) {
      assertThat(Mark.noneSince(thread.threadId() - 1)).isFalse();
    }
    assertThat(Mark.ofLastThread()).isGreaterThanOrEqualTo(threads.getLast().threadId());
  }

  @Test
  void noticesOneThreadAmongManyMarksThatOthersTake() throws Exception {
    for (int round = 0; round < 200; round++) {
      long mark = Mark.now();
      List<Thread> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        takers.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int k = 0; k < 50; k++) {
                    Mark.now();
                  }
                }));
      }
      long first = takers.getFirst().threadId();
      long last = takers.getLast().threadId();
      assertThat(Mark.noneSince(mark)).isFalse();
      for (Thread taker : takers) {
        taker.join();
      }
      assertThat(Mark.noneSince(first)).isFalse();
      assertThat(Mark.ofLastThread()).isGreaterThanOrEqualTo(last);
    }
  }
}
