package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at the pages of a book without a fault, rendered while somebody solves its first kata. */
class SiteIT {
  private static final String SECRET = "whatTheLearnerWroteLastNight";

  private static SmallBook book;
  private static SiteResult result;

  @BeforeAll
  static void render(@TempDir Path folder) throws IOException {
    book = new SmallBook(folder);
    Path program = book.checkout().program(book.firstKata(), "K01_Door.java");
    Files.writeString(program, SmallBook.program("K01").replace("leave", SECRET));
    result = book.render();
  }

  @Test
  void aBookWithoutAFaultHasNoProblems() {
    assertThat(result.problems()).isEmpty();
    assertThat(result.pages()).isEqualTo(5);
    assertThat(result.index()).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index.html",
        "chapters/start.html",
        "katas/K01.html",
        "katas/K02.html",
        "reference.html"
      })
  void everyPageCanBeReadWithoutEyesMouseOrNetwork(String path) {
    Document page = book.page(path);

    assertThat(page.selectFirst("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("meta[name=viewport]").attr("content"))
        .contains("width=device-width")
        .doesNotContain("user-scalable", "maximum-scale");
    assertThat(page.title()).contains("Loose Threads");
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("header, main, nav[aria-label]")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(page.selectFirst("a[href]").attr("href")).as("the skip link").isEqualTo("#content");
    assertThat(page.select("main").attr("id")).isEqualTo("content");
    assertThat(page.select("script:not([src]), style, [style]")).isEmpty();
    assertThat(page.select("[src], link[href]"))
        .extracting(e -> e.attr("src") + e.attr("href"))
        .isNotEmpty()
        .noneMatch(target -> target.contains(":") || target.startsWith("/"));
    assertThat(page.select("[id]")).extracting(Element::id).doesNotHaveDuplicates();
    assertThat(page.select("pre, .scrolls")).allMatch(e -> e.attr("tabindex").equals("0"));
    assertThat(page.select("nav a[aria-current=page]").size())
        .isEqualTo(path.equals("index.html") ? 0 : 1);
  }

  /** A script that serves the page finds what can be run by these, and its text as it was. */
  @Test
  void aListingThatCanBeRunIsMarkedAndKeepsItsText() {
    Document page = book.page("chapters/start.html");

    Element listing = page.selectFirst(".listingblock.run");
    assertThat(listing.id()).isEqualTo("door-leaking");
    assertThat(listing.select("pre > code[data-lang=java]"))
        .singleElement()
        .satisfies(
            code -> assertThat(code.wholeText()).isEqualTo("int doors = 1 << 2;\n\ndoors++;"));
    assertThat(book.page("katas/K01.html").select(".run")).isEmpty();
  }

  @Test
  void theStyleAsksForNothingFromElsewhere() throws IOException {
    assertThat(Files.readString(book.out().resolve("site.css")))
        .contains("light-dark(", "@media print")
        .doesNotContain("@import", "http:", "https:", "url(//");
  }

  @Test
  void theWayLeadsThroughEveryPageAndBack() {
    assertThat(way("index.html", "next"))
        .containsExactly(
            "index.html",
            "chapters/start.html",
            "katas/K01.html",
            "katas/K02.html",
            "reference.html");
    assertThat(way("reference.html", "prev"))
        .containsExactly(
            "reference.html",
            "katas/K02.html",
            "katas/K01.html",
            "chapters/start.html",
            "index.html");
  }

  private static List<String> way(String from, String rel) {
    var pages = new ArrayList<String>();
    String path = from;
    while (!path.isEmpty()) {
      pages.add(path);
      String href = book.page(path).select("a[rel=" + rel + "]").attr("href");
      path = href.isEmpty() ? "" : Path.of("/", path).resolveSibling(href).normalize().toString();
      path = path.isEmpty() ? "" : path.substring(1);
    }
    return pages;
  }

  @Test
  void theFrontPageListsEveryPageWithItsMinutesShelfByShelf() {
    Document front = book.page("index.html");
    assertThat(front.select("#contents li"))
        .extracting(Element::text)
        .containsExactly(
            "Doors 3 minutes",
            "K01 A <door> left open 5 minutes · easy",
            "K02 A <door> left open 10 minutes · easy",
            "Reference");
    assertThat(front.select("main h2"))
        .extracting(Element::text)
        .containsExactly("Doors & windows", "Look it up");
    assertThat(front.select("main .facts").first().text()).isEqualTo("15 minutes of katas");
  }

  @Test
  void aChapterListsItsKatas() {
    Document chapter = book.page("chapters/start.html");
    assertThat(chapter.select("#katas + ul a"))
        .extracting(a -> a.attr("href"))
        .containsExactly("../katas/K01.html", "../katas/K02.html");
    assertThat(chapter.select("meta[name=description]").attr("content"))
        .isEqualTo("What a door is for.");
  }

  @Test
  void theNavigationIsOpenWhereTheReaderIs() {
    Document page = book.page("katas/K02.html");
    assertThat(page.select("nav.book details"))
        .extracting(d -> d.selectFirst("summary").text() + " " + d.hasAttr("open"))
        .containsExactly("Doors & windows true", "Look it up false");
    assertThat(page.select("nav.crumbs a"))
        .extracting(Element::text)
        .containsExactly("Loose Threads", "Doors & windows");
    assertThat(page.select("nav.here a"))
        .extracting(Element::text)
        .contains("The problem", "Hints", "A solution");
  }

  @Test
  void theEditLinkLeadsToTheSource() {
    assertThat(book.page("katas/K02.html").select(".edit a").attr("href"))
        .isEqualTo("https://example.org/edit/docs/katas/K02.adoc");
  }

  @Test
  void searchFindsSectionsButNothingThatIsFolded() throws IOException {
    String index = Files.readString(book.out().resolve("search-index.js"));
    assertThat(index)
        .startsWith("looseThreadsSearch([")
        .contains("\"url\":\"katas/K01.html#the-problem\"", "It stays open.", "They close.")
        .doesNotContain("hang()", "Push", "shut()", "left behind");
  }

  @Test
  void aKataPageTellsItsStoryInOrder() {
    Document page = book.page("katas/K01.html");

    assertThat(page.title()).isEqualTo("K01 · A <door> left open · Loose Threads");
    assertThat(page.select("h1").text()).isEqualTo("K01 · A <door> left open");
    assertThat(page.select("main > .facts").text())
        .isEqualTo("Doors & windows · 5 minutes · easy · ./kata run K01 judges it");
    assertThat(page.select("main h2"))
        .extracting(Element::text)
        .containsExactly(
            "The problem",
            "The program",
            "In Go",
            "See it leak",
            "The rule",
            "Where it bites",
            "Remember",
            "Hints",
            "Tempting, but…",
            "A solution");
    assertThat(page.select("pre").text()).contains("the report on K01", "package door // K01");
  }

  @Test
  void theProgramIsTheOriginalWhateverStandsInTheFileNow() throws IOException {
    assertThat(book.page("katas/K01.html").select("#program ~ pre").first().wholeText())
        .isEqualTo(SmallBook.program("K01"));
    try (var files = Files.walk(book.out())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file).content().doesNotContain(SECRET);
      }
    }
  }

  @Test
  void whatGivesSomethingAwayIsFolded() {
    Document page = book.page("katas/K01.html");
    assertThat(page.select("main details[open]")).isEmpty();
    assertThat(page.select("main details:not(figure details)")).hasSize(7);
    assertThat(page.select("main summary:not(figure summary)"))
        .extracting(Element::text)
        .startsWith("Hint 1", "Hint 2", "Hint 3");
    assertThat(page.select("main details").text()).contains("Look at it.", "shut();", "lock();");

    page.select("main details").remove();

    assertThat(page.text())
        .doesNotContain("Look at it.", "Push it.", "shut();", "lock();", "hang();", "it draws");
  }

  @Test
  void aTemptingFixSaysWhatItGetsAndWhyAndShowsOnlyWhatItChanges() {
    Element fix = book.page("katas/K01.html").select("#tempting ~ details").first();

    assertThat(fix.select("summary").text()).isEqualTo("A Curtain<Cloth> & nobody *sees* it.");
    assertThat(fix.select("p").text()).isEqualTo("Leaking. It draws.");
    assertThat(fix.select("del"))
        .extracting(Element::wholeText)
        .containsExactly("-  // TODO", "-  void leave() {}");
    assertThat(fix.select("ins"))
        .extracting(Element::wholeText)
        .containsExactly("+  void leave() { hang(); }");
    assertThat(fix.select("pre").text()).contains("java.util.List<String> guests");
    assertThat(fix.text()).doesNotContain("Rejected", "package start");
  }

  @Test
  void aPageShowsEveryGoodFixButOnlyTheMostInstructiveBadOnes() {
    String page = book.page("katas/K01.html").text();

    assertThat(page).contains("a lock.", "lock();", "a spring.", "spring();", "hang();");
    assertThat(page).doesNotContain("tape", "peels off");
  }

  @Test
  void aRecordingIsDrawnWhereTheLeakIsSeen() {
    Document page = book.page("katas/K01.html");
    Element figure = page.select("h2:contains(See it leak) ~ figure").first();

    assertThat(figure.select("svg[role=img] > title"))
        .extracting(Element::text)
        .containsExactly("Threads left behind", "Heap in use, MiB");
    assertThat(figure.select("svg > desc"))
        .extracting(Element::text)
        .containsExactly(
            "After round 1: leaking 1,200, fixed 0.", "After round 1: leaking 4, fixed 2.");
    assertThat(figure.select("figcaption > p").text())
        .contains(
            "the original has left 1200 threads behind, the reference solution no thread",
            "2026-11-26 with JDK 25.0.9 on 4 cores by ./kata check K01 --charts");
    assertThat(figure.select("details td"))
        .extracting(Element::text)
        .containsExactly(
            "0", "0", "2.0", "9", "0", "0", "2.0", "9", "1", "1199", "4.0", "1234", "0", "0", "2.0",
            "9");
    assertThat(book.page("katas/K02.html").select("figure")).isEmpty();
  }

  @Test
  void codeInAHintStandsApart() {
    var hints = book.page("katas/K01.html").select("#hints ~ details");

    assertThat(hints.get(1).select("p").html()).isEqualTo("Push <code>it</code>.");
    assertThat(hints.get(2).select("pre").text()).isEqualTo("shut();");
  }

  @Test
  void noThreadOfTheRendererOutlivesIt() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("Ruby")) {
        thread.join(Duration.ofSeconds(20));
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }
}
