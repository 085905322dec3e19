package loosethreads.workbook.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Hints;
import loosethreads.workbook.kata.Kata;

/** What every kata must have beside its program: looked at, not run. */
final class Promises {
  private static final int HINTS = 3;
  private static final int MOST_TODOS = 3;
  private static final int FEWEST_GOOD = 1;
  private static final int FEWEST_BAD = 3;

  private final Checkout checkout;

  Promises(Checkout checkout) {
    this.checkout = checkout;
  }

  /** The promises that a kata breaks, a line each. */
  List<String> broken(Kata kata, List<String> originalTexts, List<Fix> fixes) {
    List<String> broken = new ArrayList<>();
    int hints = Hints.of(checkout, kata).size();
    demand(broken, hints == HINTS, "it has %d hints, not %d".formatted(hints, HINTS));
    demand(broken, !read(checkout.go(kata)).isBlank(), "it has no Go original");
    demand(broken, !read(page(kata)).isBlank(), "it has no page");
    demand(broken, !kata.rule().isBlank(), "it has no rule");
    long todos =
        originalTexts.stream().flatMap(String::lines).filter(l -> l.contains("// TODO")).count();
    demand(
        broken,
        todos >= 1 && todos <= MOST_TODOS,
        "it has %d TODOs, not 1 to %d".formatted(todos, MOST_TODOS));
    long good = fixes.stream().filter(Fix::good).count();
    long bad = fixes.size() - good;
    demand(
        broken,
        good >= FEWEST_GOOD,
        "it has %d other good fixes; %d is the least".formatted(good, FEWEST_GOOD));
    demand(
        broken,
        bad >= FEWEST_BAD,
        "it has %d bad fixes; %d are the least".formatted(bad, FEWEST_BAD));
    return broken;
  }

  private static void demand(List<String> broken, boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  private Path page(Kata kata) {
    return checkout.root().resolve("docs/katas").resolve(kata.id() + ".adoc");
  }

  private static String read(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read", e);
    }
  }
}
