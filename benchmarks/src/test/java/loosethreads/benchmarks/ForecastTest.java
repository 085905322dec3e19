package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final long BEGAN = 1_000;

  private static Forecast forecast(int all, int done, int took) {
    return new Forecast(
        Duration.ofSeconds(all), Duration.ofSeconds(done), BEGAN, Duration.ofSeconds(took));
  }

  private static long at(int seconds) {
    return BEGAN + Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void isWhatIsExpectedBeforeAnythingIsKnown() {
    assertThat(forecast(100, 0, 0).left(at(0))).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void growsWithTheSlownessOfTheMachine() {
    assertThat(forecast(100, 20, 60).left(at(60))).isEqualTo(Duration.ofSeconds(208));
  }

  @Test
  void doesNotTakeTheFirstStepForAll() {
    assertThat(forecast(100, 1, 4).left(at(4))).isEqualTo(Duration.ofMillis(148_500));
  }

  @Test
  void runsDownWithinAStepAndNotBelowNothing() {
    assertThat(forecast(100, 80, 80).left(at(85))).isEqualTo(Duration.ofSeconds(15));
    assertThat(forecast(100, 80, 80).left(at(200))).isEqualTo(Duration.ZERO);
  }

  @Test
  void forgetsWhatWillNotBeDone() {
    Forecast forecast = forecast(100, 20, 60).without(Duration.ofSeconds(40));

    assertThat(forecast.left(at(60))).isEqualTo(Duration.ofMillis(109_565));
    assertThat(forecast.share()).isEqualTo(20.0 / 60);
  }

  @Test
  void isAllDoneWhenThereIsNothingToDo() {
    assertThat(forecast(0, 0, 0).share()).isEqualTo(1);
    assertThat(forecast(100, 25, 7).share()).isEqualTo(0.25);
  }
}
