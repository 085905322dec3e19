package loosethreads.workbook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RatiosTest {
  private static Figure figure(String variant, String kind, double... values) {
    return new Figure(
        "K11", variant, kind, 10, "heap", Unit.BYTES, DoubleStream.of(values).boxed().toList());
  }

  private static Results results(Figure... figures) {
    return new Results(
        1,
        "leak",
        "What?",
        "./kata bench leak",
        true,
        "",
        "2026-11-26",
        new Results.Machine("Linux", 2, 1, 0),
        "25",
        "",
        List.of(figures));
  }

  @Test
  void areOfFiguresThatDifferInOneWord() {
    var ratios =
        Ratios.of(
            results(
                figure("leaking", "virtual", 20),
                figure("leaking", "platform", 40),
                figure("fixed", "virtual", 1),
                figure("fixed", "platform", 2)));

    assertThat(ratios.keySet())
        .containsExactlyInAnyOrder(
            "heap, K11 virtual n=10: leaking / fixed",
            "heap, K11 platform n=10: leaking / fixed",
            "heap, K11 leaking n=10: virtual / platform",
            "heap, K11 fixed n=10: virtual / platform");
    assertThat(ratios.get("heap, K11 leaking n=10: virtual / platform").median()).isEqualTo(0.5);
  }

  @Test
  void nothingIsDividedByWhatMayBeNothing() {
    assertThat(
            Ratios.of(results(figure("leaking", "virtual", 9), figure("fixed", "virtual", 0, 1))))
        .isEmpty();
  }

  @Test
  void boundsAreWhatBothSpreadsAllow() {
    var ratio = new Ratio(figure("a", "", 8, 10, 12), figure("b", "", 2, 1, 4));

    assertThat(ratio.median()).isEqualTo(5);
    assertThat(ratio.least()).isEqualTo(2);
    assertThat(ratio.most()).isEqualTo(12);
    assertThat(ratio.told()).isEqualTo("5 (2 to 12)");
  }

  @Test
  void agreeIfThereIsOneThatBothAllow() {
    var one = new Ratio(figure("a", "", 8, 10), figure("b", "", 2));
    var near = new Ratio(figure("a", "", 5, 8), figure("b", "", 2));
    var far = new Ratio(figure("a", "", 5, 7.9), figure("b", "", 2));

    assertThat(one.agreesWith(near)).isTrue();
    assertThat(near.agreesWith(one)).isTrue();
    assertThat(one.agreesWith(far)).isFalse();
    assertThat(far.agreesWith(one)).isFalse();
  }
}
