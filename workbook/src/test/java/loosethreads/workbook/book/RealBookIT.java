package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import org.junit.jupiter.api.Test;

/** Renders the book of this repository: a broken link, a missing tag or report breaks the build. */
class RealBookIT {
  @Test
  void hasNoProblemsAndAPageForEachKata() {
    Path root = Path.of("").toAbsolutePath().getParent();
    var checkout = new Checkout(root, root.resolve("workbook/target/book"), root);

    SiteResult result = Site.render(checkout, root.resolve("workbook/target/book/site"));

    assertThat(result.problems()).isEmpty();
    assertThat(result.pages()).isEqualTo(Catalog.read(checkout).katas().size() + 2);
  }
}
