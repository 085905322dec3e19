package loosethreads.workbook.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Chapter;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Hints;
import loosethreads.workbook.kata.Kata;

/**
 * A kata's page: what its author wrote in {@code docs/katas}, and around it what is known anyway:
 * the program, the hints, the fixes. What gives something away is folded.
 */
final class KataPage {
  private static final String FIRST_AFTER_THE_PROBLEM = "\n== In Go";
  private static final String[] DIFFICULTY = {"easy", "some thought", "hard"};

  private final Checkout checkout;
  private final Kata kata;
  private final Map<String, byte[]> originals;

  private KataPage(Checkout checkout, Kata kata, Map<String, byte[]> originals) {
    this.checkout = checkout;
    this.kata = kata;
    this.originals = originals;
  }

  static Page of(
      Checkout checkout, Kata kata, Chapter chapter, List<Fix> fixes, Map<String, byte[]> originals)
      throws IOException {
    return new KataPage(checkout, kata, originals).page(chapter, fixes);
  }

  private Page page(Chapter chapter, List<Fix> fixes) throws IOException {
    Path source = checkout.root().resolve("docs/katas").resolve(kata.id() + ".adoc");
    String prose = Files.readString(source);
    int at = prose.indexOf(FIRST_AFTER_THE_PROBLEM);
    if (at < 0) {
      throw new IOException(source + " has no section 'In Go'; it");
    }
    String problem = prose.substring(0, at);
    int afterHeader = problem.indexOf("\n\n") + 1;
    String text =
        problem.substring(0, afterHeader)
            + facts(chapter)
            + problem.substring(afterHeader)
            + program()
            + prose.substring(at)
            + hints()
            + tempting(fixes.stream().filter(f -> !f.good()).toList())
            + solution(fixes.stream().filter(Fix::good).toList());
    return new Page("katas/" + kata.id() + ".html", source, text);
  }

  private String facts(Chapter chapter) {
    return "\n[.facts]\n%s · %d minutes · %s · `./kata` opens it\n"
        .formatted(chapter.title(), kata.minutes(), DIFFICULTY[kata.difficulty() - 1]);
  }

  private String program() {
    return "\n\n[#program]\n== The program\n"
        + kata.files().stream()
            .map(
                f -> listing("{originals}/" + f, "katas/src/main/java/" + kata.chapter() + "/" + f))
            .collect(Collectors.joining())
        + "\n";
  }

  private static String listing(String file, String title) {
    return "\n.%s\n[source,java]\n----\ninclude::%s[]\n----\n".formatted(title, file);
  }

  private String hints() {
    List<String> hints = Hints.of(checkout, kata);
    var text = new StringBuilder("\n\n[#hints]\n== Hints\n");
    for (int i = 0; i < hints.size(); i++) {
      text.append(folded("Hint " + (i + 1), raw(plainText(hints.get(i)))));
    }
    return text.toString();
  }

  private String tempting(List<Fix> fixes) throws IOException {
    var text =
        new StringBuilder(
            "\n\n[#tempting]\n== Tempting, but…\n\nEach of these was proposed by somebody who knows Java well. Each fails.\n");
    for (Fix fix : fixes) {
      String why =
          "<p><strong>%s.</strong> %s</p>"
              .formatted(Html.escape(fix.verdict()), Html.escape(sentence(fix.why())));
      text.append(folded(Html.escape(fix.summary()), raw(why + changes(fix))));
    }
    return text.toString();
  }

  private String solution(List<Fix> others) throws IOException {
    var text = new StringBuilder("\n\n[#solution]\n== A solution\n");
    String listings =
        kata.files().stream()
            .map(f ->
                listing(
                    "{solutions}/src/main/java/" + kata.chapter() + "/" + f,
                    "solutions/src/main/java/" + kata.chapter() + "/" + f))
            .collect(Collectors.joining());
    text.append(folded("The reference", listings));
    for (Fix fix : others) {
      text.append(folded("Also good: " + Html.escape(fix.summary()), raw(changes(fix))));
    }
    return text.toString();
  }

  private String changes(Fix fix) throws IOException {
    var html = new StringBuilder();
    for (String file : kata.files()) {
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

  private static String sentence(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String folded(String title, String content) {
    return "\n.%s\n[%%collapsible]\n=====\n%s\n=====\n".formatted(title, content);
  }

  private static String raw(String html) {
    return "++++\n" + html + "\n++++\n";
  }

  /** Hints are written for the terminal: paragraphs, and indented lines that are code. */
  private static String plainText(String text) {
    return Stream.of(text.split("\n\\s*\n"))
        .map(p ->
            p.startsWith("    ") || p.startsWith("  ")
                ? "<pre>" + Html.escape(p) + "</pre>"
                : "<p>" + Html.escape(p) + "</p>")
        .collect(Collectors.joining("\n"));
  }
}
