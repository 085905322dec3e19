package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Renders the book of this repository: a broken link, a missing tag or report breaks the build. */
class RealBookIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Checkout CHECKOUT =
      new Checkout(ROOT, ROOT.resolve("workbook/target/book"), ROOT);
  private static final Path OUT = ROOT.resolve("workbook/target/book/site");
  private static SiteResult result;

  @BeforeAll
  static void render() {
    result = Site.render(CHECKOUT, OUT);
  }

  @Test
  void hasNoProblemsAndAPageForEachKata() {
    assertThat(result.problems()).isEmpty();
    assertThat(result.pages()).isGreaterThan(Catalog.read(CHECKOUT).katas().size() + 10);
  }

  /**
   * Where the lesson is no leak, there is nothing to draw, and the page with all charts says so.
   */
  @Test
  void everyLeakIsDrawn() throws IOException {
    String growth = text("reference/growth.html");
    List<String> missing = new ArrayList<>();
    for (Kata kata : Catalog.read(CHECKOUT).katas()) {
      Path page = OUT.resolve("katas/" + kata.id() + ".html");
      if (Jsoup.parse(Files.readString(page)).select("figure.chart svg").size() != 2) {
        missing.add(kata.id());
        assertThat(kata.verdict()).as(kata.id()).isEqualTo("wrong");
      }
    }
    assertThat(growth).contains("Seven katas are not here").contains(missing);
    assertThat(missing).hasSize(7);
  }

  private static String text(String page) throws IOException {
    return Jsoup.parse(Files.readString(OUT.resolve(page))).body().text();
  }

  /** Beside each other, by names that tell the twins. */
  @Test
  void everySnippetStandsOnThePageOfItsChapter() throws IOException {
    List<String> snippets;
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/snippets"))) {
      snippets = files.map(file -> file.getFileName().toString().replace(".jsh", "")).toList();
    }
    for (String snippet : snippets) {
      String chapter = snippet.substring(0, snippet.indexOf('-'));
      Document page = Jsoup.parse(Files.readString(OUT.resolve("chapters/" + chapter + ".html")));
      assertThat(page.selectFirst(".pair #" + snippet + ".run pre").wholeText().strip())
          .isEqualTo(Files.readString(ROOT.resolve("docs/snippets/" + snippet + ".jsh")).strip());
    }
    assertThat(snippets).isNotEmpty();
  }

  /** LinkCheck has seen to it that these links lead to pages. */
  @Test
  void whateverTheSourcesNameHasAKataAndEveryKataAPlace() throws IOException {
    Document coverage = Jsoup.parse(Files.readString(OUT.resolve("coverage.html")));
    Elements rows = coverage.select("tbody tr");

    assertThat(rows).allSatisfy(row -> assertThat(row.select("a[href^=katas/]")).isNotEmpty());
    assertThat(rows.eachText().stream().map(row -> row.split(" ")[0]))
        .contains("Context", "Channels", "Select", "Monitor")
        .contains(
            "NoCloseRange",
            "MethodContractViolation",
            "DoubleSend",
            "EarlyReturn",
            "NCast",
            "Timeout");
    assertThat(rows.select("a").eachText())
        .containsAll(Catalog.read(CHECKOUT).katas().stream().map(Kata::id).toList());
  }

  /**
   * Read anew from the committed results, by other means than the book's: each number in a chart's
   * table is the median of what was measured, and each has its mark.
   */
  @Test
  void chartsOfBenchmarksAgreeWithTheCommittedResults() throws IOException {
    int charts = 0;
    for (Path file : pages()) {
      for (Element figure : Jsoup.parse(Files.readString(file)).select("figure.chart.bench")) {
        charts++;
        JsonArray measured = measured(figure.attr("data-results"));
        Elements tables = figure.select("table");
        Elements panels = figure.select("svg");
        assertThat(panels).hasSameSizeAs(tables);
        for (int i = 0; i < tables.size(); i++) {
          assertThat(values(tables.get(i)))
              .as("%s in %s", figure.attr("data-results"), file)
              .allSatisfy((place, value) -> assertThat(medians(measured, place)).contains(value));
          assertThat(panels.get(i).select(".mark")).hasSameSizeAs(tables.get(i).select("data"));
        }
      }
    }
    assertThat(charts).isPositive();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(OUT)) {
      return files.filter(f -> f.toString().endsWith(".html")).toList();
    }
  }

  private static JsonArray measured(String benchmark) throws IOException {
    Path file = ROOT.resolve("benchmarks/results").resolve(benchmark + ".json");
    return JsonParser.parseString(Files.readString(file))
        .getAsJsonObject()
        .getAsJsonArray("figures");
  }

  private record Place(String metric, long n, List<String> words) {}

  private static Map<Place, Double> values(Element table) {
    List<String> lines = table.select("thead th").eachText();
    Map<Place, Double> values = new LinkedHashMap<>();
    for (Element row : table.select("tbody tr")) {
      long n = Long.parseLong(row.selectFirst("th").text().replace(",", ""));
      Elements cells = row.select("td");
      for (int i = 0; i < cells.size(); i++) {
        Element value = cells.get(i).selectFirst("data");
        if (value != null) {
          values.put(
              new Place(table.attr("data-metric"), n, List.of(lines.get(i + 1).split(", "))),
              Double.parseDouble(value.attr("value")));
        }
      }
    }
    return values;
  }

  private static List<Double> medians(JsonArray measured, Place place) {
    return StreamSupport.stream(measured.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(f -> f.get("metric").getAsString().equals(place.metric))
        .filter(f -> f.get("n").getAsLong() == place.n)
        .filter(f ->
            Stream.of("subject", "variant", "kind")
                .map(word -> f.get(word).getAsString())
                .toList()
                .containsAll(place.words))
        .map(f -> median(f.getAsJsonArray("values")))
        .toList();
  }

  private static double median(JsonArray values) {
    double[] sorted =
        StreamSupport.stream(values.spliterator(), false)
            .mapToDouble(JsonElement::getAsDouble)
            .sorted()
            .toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
