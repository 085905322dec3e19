package loosethreads.workbook.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the picture in the README from a real run.
 *
 * <p>{@code mvn -pl workbook verify -Dit.test=PictureIT -Dpicture}
 */
@EnabledIfSystemProperty(
    named = "picture",
    matches = ".*",
    disabledReason = "changes docs/images; made when the screen changes")
class PictureIT {
  private static final int COLUMNS = 96;
  private static final int MOST_ROWS = 80;

  @TempDir Path folder;

  @Test
  void theWatchScreenRightAfterTheFirstKata() throws IOException, InterruptedException {
    var checkout = new CopiedCheckout(folder.resolve("loose-threads"));
    int rows;
    try (var kata = afterTheFirstKata(checkout, MOST_ROWS)) {
      rows = rowsFor(kata.text());
    }
    checkout.startAgain();
    try (var kata = afterTheFirstKata(checkout, rows)) {
      kata.awaitLastLine("q quit");

      Path file = Path.of("").toAbsolutePath().resolveSibling("docs/images/watch.svg");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          Picture.svg(
              kata.cells(),
              COLUMNS,
              "The watch screen of ./kata",
              "The first kata has just been solved. Below it the next one: its story, the file to edit, and a report on the threads that it leaks."));
    }
  }

  private static PtyScreen afterTheFirstKata(CopiedCheckout checkout, int rows)
      throws IOException, InterruptedException {
    var kata =
        PtyScreen.start(
            checkout.root(),
            COLUMNS,
            rows,
            Map.of(),
            List.of(checkout.root().resolve("kata").toString()));
    Kata first = checkout.katas().get(0);
    Kata second = checkout.katas().get(1);
    kata.await("leaking");
    checkout.solve(first);
    kata.await("✓ " + first.id() + " solved", second.id() + " · " + second.title(), "✗ leaking");
    return kata;
  }

  /** Just as many rows as there is text: an empty line more, and the footer. */
  private static int rowsFor(String text) {
    List<String> lines = text.lines().toList();
    int footer = lines.size() - 1;
    while (!lines.get(footer).startsWith("━")) {
      footer--;
    }
    int last = footer - 1;
    while (lines.get(last).isBlank()) {
      last--;
    }
    return last + 2 + lines.size() - footer;
  }
}
