package loosethreads.workbook.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Hints;
import loosethreads.workbook.kata.Kata;
import org.jsoup.nodes.Element;

/**
 * A kata's page: what its author wrote in {@code docs/katas}, and around it what is known anyway:
 * the program, the hints, the fixes. What gives something away is folded.
 */
final class KataPage {
  /** The fixed shape. A page may have more sections in between. */
  private static final List<String> SECTIONS =
      List.of("The problem", "In Go", "See it leak", "The rule", "Remember");

  private static final int PROGRAM_BEFORE = SECTIONS.indexOf("In Go");
  private static final int CHART_IN = SECTIONS.indexOf("See it leak");

  private final Checkout checkout;
  private final Kata kata;
  private final Map<String, byte[]> originals;
  private final Problems problems;

  /**
   * A page to be.
   *
   * @param originals the kata's files as they were before anybody edited them
   */
  KataPage(Checkout checkout, Kata kata, Map<String, byte[]> originals, Problems problems) {
    this.checkout = checkout;
    this.kata = kata;
    this.originals = originals;
    this.problems = problems;
  }

  /** The author's page with everything that belongs to it, under the title of the catalog. */
  Page completed(Page written, String chapter, List<Fix> fixes, Optional<KataChart> chart)
      throws IOException {
    refuseEditedPrograms(written.source());
    Element content = written.content();
    List<Element> sections = sections(written);
    if (!sections.isEmpty()) {
      sections.get(PROGRAM_BEFORE).before(section("program", "The program", program()));
      chart.ifPresent(c -> sections.get(CHART_IN).append(c.html()));
    }
    content.prepend(
        "<p class=\"facts\">%s · %s · <code>./kata run %s</code> judges it</p>"
            .formatted(Html.escape(chapter), Effort.of(kata), kata.id()));
    content.append(section("hints", "Hints", hints()));
    content.append(section("tempting", "Tempting, but…", tempting(fixes)));
    content.append(section("solution", "A solution", solution(fixes)));
    return written.with(kata.id() + " · " + kata.title(), Effort.of(kata));
  }

  /** The learner may be solving the kata: what stands in the file now is nobody's business. */
  private void refuseEditedPrograms(Path source) throws IOException {
    List<String> lines = Files.readAllLines(source);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("{katas}/src/main/")) {
        problems.add(source, i + 1, "includes what the learner edits; use {originals}");
      }
    }
  }

  /** The sections that make the fixed shape, or none if the page has another one. */
  private List<Element> sections(Page written) {
    List<Element> found = new ArrayList<>();
    for (Element heading : written.content().select("> .sect1 > h2")) {
      if (found.size() < SECTIONS.size() && title(heading).equals(SECTIONS.get(found.size()))) {
        found.add(heading.parent());
      }
    }
    if (found.size() == SECTIONS.size()) {
      return found;
    }
    problems.add(
        written.source(),
        "no section '%s' where it should be: a kata's page has %s, in this order"
            .formatted(SECTIONS.get(found.size()), String.join(", ", SECTIONS)));
    return List.of();
  }

  /** A kata whose program is wrong in another way does not leak: it fails. */
  private static String title(Element heading) {
    return heading.text().equals("See it fail") ? "See it leak" : heading.text();
  }

  private static String section(String id, String title, String html) {
    return "<div class=\"sect1\"><h2 id=\"%s\">%s</h2>%s</div>".formatted(id, title, html);
  }

  private String program() {
    return listings(
        "katas/src/main/java/", file -> new String(originals.get(file), StandardCharsets.UTF_8));
  }

  private String listings(String folder, Function<String, String> text) {
    return kata.files().stream()
        .map(f ->
            "<p class=\"file\">%s%s/%s</p>%s"
                .formatted(folder, kata.chapter(), f, listing(text.apply(f))))
        .collect(Collectors.joining());
  }

  private static String listing(String program) {
    return "<pre class=\"highlight\"><code class=\"language-java\">%s</code></pre>"
        .formatted(Lexer.JAVA.html(program));
  }

  private String hints() {
    List<String> hints = Hints.of(checkout, kata);
    var html = new StringBuilder();
    for (int i = 0; i < hints.size(); i++) {
      html.append(folded("Hint " + (i + 1), plainText(hints.get(i))));
    }
    return html.toString();
  }

  private String tempting(List<Fix> fixes) throws IOException {
    var html =
        new StringBuilder(
            "<p>Somebody who knows Java well might propose each of these. Each fails.</p>");
    for (Fix fix : fixes) {
      if (!fix.good()) {
        String why =
            "<p><strong>%s.</strong> %s</p>"
                .formatted(
                    Html.escape(Sentence.of(fix.verdict())), Html.escape(Sentence.of(fix.why())));
        html.append(folded(Sentence.of(fix.summary()), why + changes(fix)));
      }
    }
    return html.toString();
  }

  private String solution(List<Fix> fixes) throws IOException {
    Map<String, String> reference = reference();
    var html =
        new StringBuilder(
            folded("The reference", listings("solutions/src/main/java/", reference::get)));
    for (Fix fix : fixes) {
      if (fix.good()) {
        html.append(folded("Also good: " + fix.summary(), changes(fix)));
      }
    }
    return html.toString();
  }

  private Map<String, String> reference() throws IOException {
    var texts = new HashMap<String, String>();
    for (String file : kata.files()) {
      texts.put(file, Files.readString(checkout.reference(kata, file)));
    }
    return texts;
  }

  private String changes(Fix fix) throws IOException {
    var html = new StringBuilder();
    for (String file : fix.files(kata)) {
      String before = new String(originals.get(file), StandardCharsets.UTF_8);
      html.append(
          Changes.between(before, withoutHeader(Files.readString(fix.folder().resolve(file)))));
    }
    return html.toString();
  }

  private static String withoutHeader(String source) {
    return source
        .lines()
        .dropWhile(line -> line.startsWith("//"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String folded(String title, String html) {
    return "<details><summary>%s</summary>%s</details>".formatted(Html.escape(title), html);
  }

  /**
   * Hints are written for the terminal: paragraphs, indented lines that are code, and backticks.
   */
  private static String plainText(String text) {
    return Stream.of(text.split("\n\\s*\n"))
        .map(p ->
            p.startsWith("  ")
                ? "<pre>" + Html.escape(p.stripIndent()) + "</pre>"
                : "<p>" + Html.escape(p).replaceAll("`([^`]+)`", "<code>$1</code>") + "</p>")
        .collect(Collectors.joining("\n"));
  }
}
