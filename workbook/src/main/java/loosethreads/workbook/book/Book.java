package loosethreads.workbook.book;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loosethreads.workbook.kata.Checkout;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.ast.Document;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** One AsciidoctorJ instance for all pages: starting it takes longer than using it. */
final class Book implements AutoCloseable {
  /**
   * Held, since a logger that nobody holds forgets its settings. What it says, we say ourselves.
   */
  private static final Logger ASCIIDOCTOR = Logger.getLogger("asciidoctor");

  private static final Pattern MISSING_ATTRIBUTE = Pattern.compile("missing attribute: ([\\w-]+)$");

  /** What Asciidoctor puts in place of characters, even in code within a sentence. */
  private static final Map<String, String> BEAUTIFIED =
      Map.of("←", "<-", "→", "->", "⇐", "<=", "⇒", "=>", "’", "'", "…\u200b", "...");

  private final Checkout checkout;
  private final Path originals;
  private final Problems problems;
  private final Asciidoctor asciidoctor = Asciidoctor.Factory.create();
  private Path current = Path.of("");

  /**
   * Opens the book.
   *
   * @param originals the folder of the katas' programs as they were before anybody edited them
   * @param problems told whatever Asciidoctor complains of: missing includes, tags, attributes
   */
  Book(Checkout checkout, Path originals, Problems problems) {
    this.checkout = checkout;
    this.originals = originals;
    this.problems = problems;
    asciidoctor.syntaxHighlighterRegistry().register(Highlighting.class, Highlighting.NAME);
    ASCIIDOCTOR.setUseParentHandlers(false);
    asciidoctor.registerLogHandler(this::note);
  }

  /** Renders a file that is there. */
  Page page(String path, Path source) {
    current = source;
    Document document = asciidoctor.loadFile(source.toFile(), options(path));
    refuseUnknownLanguages(source, document);
    Element content = Jsoup.parseBodyFragment(document.convert()).body();
    content.select(":not(pre) > code").forEach(code -> refuseArrows(source, code.wholeText()));
    return new Page(
        path,
        source,
        Jsoup.parse(document.getDoctitle()).text(),
        document.getAttribute("description", "").toString(),
        effort(document, source),
        content);
  }

  private String effort(Document document, Path source) {
    String minutes = document.getAttribute("minutes", "").toString();
    if (minutes.isEmpty()) {
      return "";
    }
    if (!minutes.matches("[1-9]\\d*")) {
      problems.addWhere(source, List.of(":minutes:"), "not a number of minutes: " + minutes);
    }
    return minutes + (minutes.equals("1") ? " minute" : " minutes");
  }

  /** Asciidoctor's bridge to our highlighter can't even be asked about such a listing. */
  private void refuseUnknownLanguages(Path source, Document document) {
    for (StructuralNode listing : document.findBy(Map.of("context", ":listing"))) {
      if ("source".equals(listing.getStyle()) && !listing.hasAttribute("language")) {
        problems.addWhere(
            source, List.of("[source]"), "a listing without its language; write [source,java]");
        listing.setAttribute("language", "text", true);
      }
    }
  }

  /** Nobody could type that code. */
  private void refuseArrows(Path source, String code) {
    String typed = code;
    for (var beauty : BEAUTIFIED.entrySet()) {
      typed = typed.replace(beauty.getKey(), beauty.getValue());
    }
    if (!typed.equals(code)) {
      problems.addWhere(
          source,
          List.of(typed),
          "Asciidoctor beautifies this code; write `+%s+`".formatted(typed));
    }
  }

  private Options options(String path) {
    Path root = checkout.root();
    String toRoot = Page.toRoot(path);
    return Options.builder()
        // The sources are ours, and they include files from all over the repository.
        .safe(SafeMode.UNSAFE)
        .backend("html5")
        .standalone(false)
        .attributes(
            Attributes.builder()
                .sourceHighlighter(Highlighting.NAME)
                .attribute("katas", root.resolve("katas").toString())
                .attribute("solutions", root.resolve("solutions").toString())
                .attribute("runs", root.resolve("docs/runs").toString())
                .attribute("snippets", root.resolve("docs/snippets").toString())
                .attribute("originals", originals.toString())
                .attribute("root", toRoot.isEmpty() ? "." : toRoot)
                .attribute("attribute-missing", "warn")
                .attribute("relfilesuffix", ".html")
                .attribute("idprefix", "")
                .attribute("idseparator", "-")
                .attribute("sectanchors", false)
                .build())
        .build();
  }

  private void note(LogRecord message) {
    if (message.getSeverity().compareTo(Severity.WARN) < 0) {
      return;
    }
    if (message.getCursor() != null) {
      problems.add(current, message.getCursor().getLineNumber(), message.getMessage());
      return;
    }
    Matcher attribute = MISSING_ATTRIBUTE.matcher(message.getMessage());
    List<String> words =
        attribute.find() ? List.of("{" + attribute.group(1) + "}") : List.<String>of();
    problems.addWhere(current, words, message.getMessage());
  }

  @Override
  public void close() {
    asciidoctor.close();
  }
}
