package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
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
}
