package loosethreads.workbook.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loosethreads.workbook.book.Site;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Pages;

/** Pages of the book in the state folder, rendered when one is asked for and not there. */
final class BookPages implements Pages {
  private final Checkout checkout;

  BookPages(Checkout checkout) {
    this.checkout = checkout;
  }

  /** Where the book goes if nobody says otherwise. */
  static Path folder(Checkout checkout) {
    return checkout.state().resolve("site");
  }

  @Override
  public Path of(Kata kata) throws IOException {
    Path page = folder(checkout).resolve("katas").resolve(kata.id() + ".html");
    if (!Files.exists(page)) {
      try {
        Site.render(checkout, folder(checkout));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return page;
  }
}
