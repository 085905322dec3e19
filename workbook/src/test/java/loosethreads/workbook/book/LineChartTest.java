package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static Element drawn(List<Double> leaking, List<Double> fixed) {
    var chart =
        new LineChart(
            "K01",
            "Threads <left>",
            "They climb.",
            "rounds",
            LineChart.Scale.LINEAR,
            LineChart::number,
            List.of(LineChart.Line.of("leaking", leaking), LineChart.Line.of("fixed", fixed)));
    return Jsoup.parseBodyFragment(chart.svg()).selectFirst("svg");
  }

  private static List<Double> flat(double value) {
    return DoubleStream.generate(() -> value).limit(5).boxed().toList();
  }

  private static List<Double> climbing(double step) {
    return DoubleStream.iterate(0, v -> v + step).limit(5).boxed().toList();
  }

  private static List<String> levels(Element svg) {
    return svg.select("text[text-anchor=end]").eachText();
  }

  private static double y(Element text) {
    return Double.parseDouble(text.attr("y"));
  }

  @Test
  void namesItselfToWhoDoesNotSeeIt() {
    Element svg = drawn(climbing(1), flat(0));

    assertThat(svg.attr("aria-labelledby")).isEqualTo("K01-title K01-desc");
    assertThat(svg.getElementById("K01-title").text()).isEqualTo("Threads <left>");
    assertThat(svg.getElementById("K01-desc").text()).isEqualTo("They climb.");
  }

  @Test
  void itsScaleEndsAtARoundNumberThatHoldsEveryValue() {
    assertThat(levels(drawn(climbing(65), flat(0)))).containsExactly("0", "100", "200", "300");
    assertThat(levels(drawn(flat(0), flat(0)))).containsExactly("0", "1");
    assertThat(levels(drawn(climbing(0.5), flat(1)))).containsExactly("0", "1", "2");
    assertThat(levels(drawn(climbing(5000), flat(0))))
        .containsExactly("0", "5,000", "10,000", "15,000", "20,000");
  }

  @Test
  void itsLinesDifferInMarksAndWordsToo() {
    Element svg = drawn(climbing(10), flat(2));

    assertThat(svg.select("path.mark.leaking")).hasSize(5);
    assertThat(svg.select("circle.mark.fixed")).hasSize(5);
    assertThat(svg.select(".end").eachText()).containsExactlyInAnyOrder("leaking 40", "fixed 2");
  }

  @Test
  void itsWordsDoNotLieOnEachOther() {
    var ends = drawn(flat(3), flat(3)).select(".end");

    assertThat(Math.abs(y(ends.first()) - y(ends.last()))).isGreaterThanOrEqualTo(15);
  }

  private static Element logarithmic(LineChart.Scale scale, LineChart.Point... points) {
    var chart =
        new LineChart(
            "leak-1",
            "Heap",
            "It climbs.",
            "calls",
            scale,
            LineChart::number,
            List.of(new LineChart.Line("virtual", List.of(points))));
    return Jsoup.parseBodyFragment(chart.svg()).selectFirst("svg");
  }

  private static LineChart.Point point(double x, double y) {
    return new LineChart.Point(x, y, y, y);
  }

  /** Of the line's points: x, y, x, y, … */
  private static List<Double> places(Element svg) {
    return Stream.of(svg.selectFirst("path.line").attr("d").substring(1).split("[L ]"))
        .map(Double::parseDouble)
        .toList();
  }

  /** A tick's number stands four pixels below its level. */
  private static double level(Element svg, String tick) {
    return y(svg.select("text[text-anchor=end]:matchesOwn(^" + tick + "$)").first()) - 4;
  }

  private static double column(Element svg, String tick) {
    Element text = svg.select("text.tick[text-anchor=middle]:matchesOwn(^" + tick + "$)").first();
    return Double.parseDouble(text.attr("x"));
  }

  @Test
  void onAxesOfPowersEachPowerHasAsMuchRoomAndAPointLiesAtItsTicks() {
    Element svg = logarithmic(LineChart.Scale.LOG, point(10, 100), point(1_000, 10_000));

    assertThat(levels(svg)).containsExactly("100", "1,000", "10,000");
    assertThat(level(svg, "100") - level(svg, "1,000"))
        .isCloseTo(level(svg, "1,000") - level(svg, "10,000"), within(0.11));
    assertThat(places(svg))
        .containsExactly(
            column(svg, "10"), level(svg, "100"), column(svg, "1,000"), level(svg, "10,000"));
  }

  @Test
  void aPointBetweenTwoPowersLiesBetweenThem() {
    Element svg = logarithmic(LineChart.Scale.LOG, point(1, 1), point(10, Math.sqrt(10)));

    assertThat(levels(svg)).containsExactly("1", "10");
    assertThat(places(svg).getLast())
        .isCloseTo((level(svg, "1") + level(svg, "10")) / 2, within(0.11));
  }

  @Test
  void whatIsNothingOrLessLiesOnTheLowerEdgeOfAnAxisOfPowers() {
    Element svg =
        logarithmic(
            LineChart.Scale.LOG, point(1, 0), point(10, -5), point(100, 20), point(1000, 9));

    assertThat(levels(svg)).containsExactly("1", "10", "100");
    assertThat(places(svg).get(1)).isEqualTo(level(svg, "1"));
    assertThat(places(svg).get(3)).isEqualTo(level(svg, "1"));
  }

  @Test
  void manyPowersShareFewTicks() {
    Element svg = logarithmic(LineChart.Scale.LOG, point(1, 1), point(10, 1e9));

    assertThat(levels(svg)).containsExactly("1", "1,000", "1,000,000", "1,000,000,000");
  }

  @Test
  void withPowersAcrossOnlyTheOtherAxisBeginsAtNothing() {
    Element svg = logarithmic(LineChart.Scale.LOG_X, point(10, 0.2), point(1_000, 0.3));

    assertThat(levels(svg)).containsExactly("0", "0.1", "0.2", "0.3");
    assertThat(column(svg, "100"))
        .isCloseTo((column(svg, "10") + column(svg, "1,000")) / 2, within(0.11));
  }

  @Test
  void aBarGoesFromTheLeastToTheLargest() {
    Element svg =
        logarithmic(LineChart.Scale.LOG, point(1, 10), new LineChart.Point(10, 100, 10, 1_000));

    assertThat(svg.select("path.bar")).hasSize(1);
    assertThat(svg.selectFirst("path.bar").attr("d"))
        .contains(" %.1fh8".formatted(level(svg, "10")), "V%.1f".formatted(level(svg, "1,000")));
  }
}
