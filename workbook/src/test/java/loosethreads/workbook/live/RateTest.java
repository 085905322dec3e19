package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Rate rate = new Rate(2, Duration.ofNanos(10), nanos::get);

  @Test
  void soManyAtOnceThenOneEachTime() {
    assertThat(rate.take()).isTrue();
    assertThat(rate.take()).isTrue();
    assertThat(rate.take()).isFalse();

    nanos.set(19);
    assertThat(rate.take()).isTrue();
    assertThat(rate.take()).isFalse();
    nanos.set(20);
    assertThat(rate.take()).isTrue();
  }

  @Test
  void timeThatPassesUnusedIsNotKept() {
    nanos.set(1_000);

    assertThat(rate.take()).isTrue();
    assertThat(rate.take()).isTrue();
    assertThat(rate.take()).isFalse();
  }
}
