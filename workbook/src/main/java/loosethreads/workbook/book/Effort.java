package loosethreads.workbook.book;

import java.util.List;
import loosethreads.workbook.kata.Kata;

/** How long a kata takes and how hard it is, in words. */
final class Effort {
  private static final List<String> DIFFICULTY = List.of("easy", "some thought", "hard");

  private Effort() {}

  static String of(Kata kata) {
    return "%d minutes · %s".formatted(kata.minutes(), DIFFICULTY.get(kata.difficulty() - 1));
  }
}
