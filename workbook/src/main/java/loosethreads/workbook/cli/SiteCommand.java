package loosethreads.workbook.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import loosethreads.workbook.book.Site;
import loosethreads.workbook.book.SiteResult;
import loosethreads.workbook.kata.Checkout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./kata site}. */
@Command(description = "Renders the book into a folder of pages that need no server.")
final class SiteCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the pages go; .kata/site if not given.")
  private Path out = Path.of("");

  SiteCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() {
    boolean given = !out.toString().isEmpty();
    SiteResult site =
        Site.render(checkout, given ? out.toAbsolutePath() : BookPages.folder(checkout));
    site.problems().forEach(problem -> output.err().println(problem));
    output.line(
        "%d pages in %.1f s: %s".formatted(site.pages(), site.millis() / 1000.0, site.index()));
    if (site.problems().isEmpty()) {
      return CommandTable.DONE;
    }
    output.err().println("kata: the book has %d problems".formatted(site.problems().size()));
    return CommandTable.NOT_DONE;
  }
}
