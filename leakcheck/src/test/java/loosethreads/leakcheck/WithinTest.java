package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithinTest {
  @Test
  void readsSecondsAndMilliseconds() {
    assertThat(Within.parse("2s")).contains(Duration.ofSeconds(2));
    assertThat(Within.parse("500ms")).contains(Duration.ofMillis(500));
    assertThat(Within.parse("3600s")).contains(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "ms",
        "2",
        "2 s",
        " 2s",
        "2s ",
        "-2s",
        "+2s",
        "0s",
        "0ms",
        "1.5s",
        "2S",
        "2sec",
        "2m",
        "3601s",
        "99999999999ms",
        "٢s"
      })
  void refusesAnythingElse(String text) {
    assertThat(Within.parse(text)).isEmpty();
  }

  @Test
  void writesWhatPeopleWrite() {
    assertThat(Within.words(Duration.ofSeconds(2))).isEqualTo("2 s");
    assertThat(Within.words(Duration.ofMillis(1500))).isEqualTo("1500 ms");
  }
}
