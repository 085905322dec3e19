package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
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
}
