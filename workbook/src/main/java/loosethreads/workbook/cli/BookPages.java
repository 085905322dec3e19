package loosethreads.workbook.cli;

import java.io.IOException;
import java.nio.file.Path;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Pages;

/** Pages of the rendered book. */
final class BookPages implements Pages {
  private final Checkout checkout;

  BookPages(Checkout checkout) {
    this.checkout = checkout;
  }

  @Override
  public Path of(Kata kata) throws IOException {
    throw new IOException("there is no book yet in " + checkout.root());
  }
}
