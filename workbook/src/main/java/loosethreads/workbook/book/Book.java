package loosethreads.workbook.book;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import loosethreads.workbook.kata.Checkout;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.ast.Document;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;

/** One AsciidoctorJ instance for all pages: starting it takes longer than using it. */
final class Book implements AutoCloseable {
  /**
   * Held, since a logger that nobody holds forgets its settings. What it says, we say ourselves.
   */
  private static final Logger ASCIIDOCTOR = Logger.getLogger("asciidoctor");

  private final Checkout checkout;
  private final Path originals;
  private final Asciidoctor asciidoctor = Asciidoctor.Factory.create();
  private final List<String> problems = new ArrayList<>();
  private Path current = Path.of("");

  Book(Checkout checkout, Path originals) {
    this.checkout = checkout;
    this.originals = originals;
    asciidoctor.syntaxHighlighterRegistry().register(Highlighting.class, Highlighting.NAME);
    ASCIIDOCTOR.setUseParentHandlers(false);
    asciidoctor.registerLogHandler(this::note);
  }

  /** Whatever Asciidoctor complained of: missing includes, tags, attributes. */
  List<String> problems() {
    return problems;
  }

  Rendered convert(Page page) {
    current = page.source();
    Document document = asciidoctor.load(page.asciidoc(), options(page));
    return new Rendered(page.path(), page.toRoot(), document.getDoctitle(), document.convert());
  }

  private Options options(Page page) {
    Path root = checkout.root();
    return Options.builder()
        // The sources are ours, and they include files from all over the repository.
        .safe(SafeMode.UNSAFE)
        .backend("html5")
        .standalone(false)
        .baseDir(page.source().getParent().toFile())
        .attributes(
            Attributes.builder()
                .sourceHighlighter(Highlighting.NAME)
                .attribute("katas", root.resolve("katas").toString())
                .attribute("solutions", root.resolve("solutions").toString())
                .attribute("runs", root.resolve("docs/runs").toString())
                .attribute("originals", originals.toString())
                .attribute("root", page.toRoot().isEmpty() ? "." : page.toRoot())
                .attribute("attribute-missing", "warn")
                .attribute("relfilesuffix", ".html")
                .attribute("idprefix", "")
                .attribute("idseparator", "-")
                .attribute("sectanchors", false)
                .build())
        .build();
  }

  private void note(LogRecord message) {
    if (message.getSeverity().compareTo(Severity.WARN) >= 0) {
      String line = message.getCursor() == null ? "" : ":" + message.getCursor().getLineNumber();
      problems.add(checkout.root().relativize(current) + line + ": " + message.getMessage());
    }
  }

  @Override
  public void close() {
    asciidoctor.close();
  }
}
