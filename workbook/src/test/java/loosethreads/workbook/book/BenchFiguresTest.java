package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Results;
import loosethreads.workbook.bench.Unit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchFiguresTest {
  private static final String CHART =
      """
      results: leak
      metric: heap each
      lines: kind
      across: calls
      title: What one <keeps>
      """;
  private static final String TABLE =
      """
      results: leak
      metric: heap each
      rows: n
      columns: kind
      ratio: platform / virtual
      across: Calls
      title: What one keeps
      """;

  @TempDir Path root;
  private Problems problems;
  private Path source;

  @BeforeEach
  void twoKindsInThreeSizes() throws IOException {
    problems = new Problems(root);
    source = Files.writeString(root.resolve("page.adoc"), "= A page\n\nresults: leak\n");
    write(0.3, figures());
  }

  private static List<Figure> figures() {
    return Stream.of(
            figure("virtual", 10, 900, 1_000, 1_100),
            figure("virtual", 1_000, 1_900, 2_000, 2_200),
            figure("platform", 10, 50_000, 40_000, 90_000),
            figure("platform", 1_000, 10_000, 10_000, 10_000))
        .toList();
  }

  private static Figure figure(String kind, long n, double... values) {
    return new Figure(
        "a queue",
        "leaking",
        kind,
        n,
        "heap each",
        Unit.BYTES,
        DoubleStream.of(values).boxed().toList());
  }

  private void write(double load, List<Figure> figures) throws IOException {
    new Results(
            1,
            "leak",
            "What is left?",
            "./kata bench leak",
            false,
            "0123456789ab",
            "2026-11-26",
            new Results.Machine("Linux", 2, 25_000_000_000L, load),
            "Temurin 25",
            "",
            figures)
        .write(Results.file(Results.committed(root), "leak"));
  }

  private Element drawn(String html) {
    Element body = Jsoup.parseBodyFragment(html).body();
    new BenchFigures(new Measured(root), problems)
        .drawn(new Page("page.html", source, "A page", "", "", body));
    return body;
  }

  private Element block(String role, String text) {
    return drawn(
        "<div class=\"literalblock %s\"><div class=\"content\"><pre>%s</pre></div></div>"
            .formatted(role, Html.escape(text)));
  }

  private String number(String text) {
    return drawn("<p><span class=\"bench\">%s</span></p>".formatted(text)).text();
  }

  @Test
  void aChartHasALineAndAColumnForEachAndAMarkAndACellForEachFigure() {
    Element figure = block("bench", CHART).selectFirst("figure.chart");

    assertThat(problems.lines()).isEmpty();
    assertThat(figure.select("svg .end").eachText())
        .containsExactlyInAnyOrder("virtual 2 kB", "platform 10 kB");
    assertThat(figure.select("svg .mark")).hasSize(4);
    assertThat(figure.select("svg .bar")).as("all ten thousands are the same").hasSize(3);
    assertThat(figure.select("thead th").eachText())
        .containsExactly("Calls", "virtual", "platform");
    assertThat(figure.select("tbody tr").eachText())
        .containsExactly(
            "10 1 kB 900 B to 1.10 kB 50 kB 40 to 90 kB", "1,000 2 kB 1.90 to 2.20 kB 10 kB");
    assertThat(figure.select("tbody data").eachAttr("value"))
        .containsExactly("1000.0", "50000.0", "2000.0", "10000.0");
  }

  @Test
  void itsCaptionTellsHowItWasMeasured() {
    assertThat(block("bench", CHART).selectFirst("figcaption p").text())
        .contains(
            "What one <keeps>.",
            "the least to the largest of 3",
            "2026-11-26 at commit 0123456789ab with JDK Temurin 25 on 2 cores",
            "by ./kata bench leak.")
        .doesNotContain("busy", "quick", "lower edge");
  }

  @Test
  void aBusyMachineIsToldAndSoIsWhatCanNotBeDrawn() throws IOException {
    write(3, List.of(figure("virtual", 10, 5), figure("virtual", 20, -1)));

    assertThat(block("bench", CHART).selectFirst("figcaption p").text())
        .contains("while others kept it busy (load 3.0)", "What is nothing or less lies on");
  }

  @Test
  void aTableHasRatiosWithTheBoundsThatBothSpreadsAllow() {
    Element table = block("bench-table", TABLE).selectFirst("table");

    assertThat(problems.lines()).isEmpty();
    assertThat(table.select("thead th").eachText())
        .containsExactly("Calls", "virtual", "platform", "platform / virtual");
    assertThat(table.select("tbody tr").last().text())
        .isEqualTo("1,000 2 kB 1.90 to 2.20 kB 10 kB 5 4.55 to 5.26");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "leak: heap each, kind=virtual, n=10                              | 1 kB",
        "leak: heap each, kind=virtual, n=1000 spread                     | 2 kB (1.90 to 2.20 kB)",
        "leak: heap each, kind=platform, n=1000 spread                    | 10 kB",
        "leak: heap each, kind=platform, n=1000 over kind=virtual         | 5",
        "leak: heap each, kind=virtual, n=1000 over n=10 spread           | 2 (1.73 to 2.44)"
      })
  void wordsBecomeANumber(String words, String told) {
    assertThat(number(words).replace('\u00a0', ' ')).isEqualTo(told);
    assertThat(problems.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "leek: heap each, kind=virtual  | no results of 'leek'; to get them: ./kata bench leek",
        "leak: heap, kind=virtual       | no 'heap' in the results of 'leak'; there are: heap each",
        "leak: heap each, kind=green    | a queue leaking virtual n=10",
        "leak: heap each, color=green   | no 'color'",
        "leak: heap each, virtual       | should be like kind=virtual",
        "leak: heap each, kind=virtual  | was measured 2 times; say which",
        "leak heap each                 | should be like: leak:"
      })
  void whatWasNotMeasuredIsAProblemThatSaysWhatThereIs(String words, String why) {
    number(words);

    assertThat(problems.lines()).singleElement().asString().startsWith("page.adoc").contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lines: kind      | lines: subject   | was measured in several ways",
        "lines: kind      | line: kind       | should begin with one of: across,",
        "lines: kind      |                  | a line 'lines: …' is missing",
        "lines: kind      | scale: cubic;lines: kind     | scale is log, log-x or linear, not 'cubic'"
      })
  void aChartThatCanNotBeDrawnIsAProblemOfItsLine(String line, String other, String why) {
    String text = CHART.replace(line + "\n", other == null ? "" : other.replace(';', '\n') + "\n");

    assertThat(block("bench", text).select("figure")).isEmpty();
    assertThat(problems.lines()).singleElement().asString().startsWith("page.adoc:3").contains(why);
  }
}
