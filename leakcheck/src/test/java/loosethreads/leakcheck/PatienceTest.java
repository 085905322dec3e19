package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final AtomicLong clock = new AtomicLong();
  private final Patience patience = new Patience(Duration.ofSeconds(2), clock::get);

  @Test
  void isOverWhenTheTimeIs() {
    assertThat(after(400)).isFalse();
    assertThat(after(400)).isFalse();
    assertThat(after(400)).isFalse();
    assertThat(after(400)).isFalse();
    assertThat(after(399)).isFalse();
    assertThat(after(1)).isTrue();
    assertThat(patience.spentMillis()).isEqualTo(2_000);
  }

  @Test
  void doesNotCountTheTimeInWhichNothingRuns() {
    assertThat(after(10)).isFalse();
    assertThat(after(3_600_000)).isFalse();
    assertThat(after(10)).isFalse();
    assertThat(patience.spentMillis()).isEqualTo(20);
  }

  @Test
  void endsAlthoughEachLookTakesLong() {
    for (int i = 0; i < 3; i++) {
      assertThat(after(1_900)).isFalse();
    }
    assertThat(after(1_900)).isFalse();
    assertThat(after(1_900)).isTrue();
  }

  private boolean after(long millis) {
    clock.addAndGet(millis * 1_000_000);
    return patience.isOver();
  }
}
