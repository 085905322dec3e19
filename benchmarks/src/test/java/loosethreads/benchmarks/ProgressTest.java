package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final Step STEP = new Step("leaking n=10", Duration.ofMinutes(3), _ -> {});

  private static String said(boolean bar) {
    var bytes = new ByteArrayOutputStream();
    try (var progress = new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), bar)) {
      progress.begin(Duration.ofMinutes(6));
      progress.begins("leak", STEP);
      progress.ends(STEP);
      progress.say("leak: benchmarks/results/leak.json");
      progress.begins("leak", STEP);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void inALogItIsALineAStepWithoutControlCharacters() {
    assertThat(said(false).lines())
        .hasSize(3)
        .first()
        .isEqualTo("leak: leaking n=10 · about 6 min left");
    assertThat(said(false)).doesNotContain("\r", "\033");
  }

  @Test
  void onATerminalItStaysInItsLineAndGoesWithTheEnd() {
    assertThat(said(true))
        .contains("░░░░░░░░░░░░░░░░░░░░ about 6 min left · leak: leaking n=10")
        .contains("██████████░░░░░░░░░░ ")
        .endsWith("\r\033[K");
    assertThat(said(true).lines()).filteredOn(l -> l.endsWith("leak.json")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, some seconds",
    "9, some seconds",
    "34, about 30 s",
    "89, about 90 s",
    "90, about 2 min",
    "3000, about 50 min"
  })
  void doesNotPretendToBeExact(int seconds, String told) {
    assertThat(Progress.told(Duration.ofSeconds(seconds))).isEqualTo(told);
  }
}
