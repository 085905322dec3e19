package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Setting SETTING = new Setting("K11", "leaking", "virtual", 10);

  private final Figures figures = new Figures();

  @Test
  void whatIsAddedAgainIsFurtherRepetitions() {
    figures.add(SETTING, Metric.LIVE_THREADS, 10);
    figures.add(SETTING, Metric.RETAINED_HEAP, 5);
    figures.add(SETTING, Metric.LIVE_THREADS, 11, 12);

    assertThat(figures.all())
        .extracting("metric", "values")
        .containsExactly(
            tuple("live threads", List.of(10.0, 11.0, 12.0)), tuple("retained heap", List.of(5.0)));
  }

  @Test
  void whatIsNoNumberIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> figures.add(SETTING, Metric.RETAINED_HEAP, 0.0 / 0))
        .withMessage("retained heap of K11 leaking virtual n=10 is NaN");
  }
}
