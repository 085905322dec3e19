package loosethreads.workbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History();

  @Test
  void aClimbIsAStaircase() {
    for (int i = 0; i < 8; i++) {
      history.add(i * 50L, i);
    }

    assertThat(history.chart()).isEqualTo("▁▂▃▄▅▆▇█  now 7, at most 7, in 0.4 s");
  }

  @Test
  void whatEndedShowsAsAPeak() {
    history.add(0, 0);
    history.add(500, 40);
    history.add(1_000, 0);

    assertThat(history.chart()).isEqualTo("▁█▁  now 0, at most 40, in 1.0 s");
  }

  @Test
  void aMomentThatWasMissedLooksLikeTheOneBefore() {
    history.add(0, 0);
    history.add(100, 8);
    history.add(900, 8);
    history.add(1_000, 8);

    assertThat(history.chart()).startsWith("██");
    assertThat(history.chart()).doesNotContain("█▁");
  }

  @Test
  void nothingIsNotDrawn() {
    assertThat(history.chart()).isEqualTo("nothing counted yet");
    history.add(0, 0);
    assertThat(history.chart()).startsWith("▁  now 0");
  }

  @Test
  void aDayIsNoWiderThanAMinuteAndForgetsNoPeak() {
    for (int i = 0; i < 100_000; i++) {
      history.add(i * 50L, i > 40_000 && i < 60_000 ? 7 : 0);
    }

    String line = history.chart().substring(0, history.chart().indexOf(' '));
    assertThat(line).hasSize(60).matches("▁+█+▁+");
  }
}
