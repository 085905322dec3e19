package loosethreads.workbook.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Kata;

/** Finds the kata that somebody means: by number, by name, or by the path of its file. */
final class KataIds {
  private static final int CLOSE = 3;

  private KataIds() {}

  /**
   * The katas that are meant.
   *
   * @throws Mistake if one is unknown; it names the closest one
   */
  static List<Kata> find(Catalog catalog, List<String> words) {
    return words.stream().map(word -> find(catalog, word)).distinct().toList();
  }

  /**
   * The kata that is meant.
   *
   * @throws Mistake if it is unknown; it names the closest one
   */
  static Kata find(Catalog catalog, String word) {
    String name = word.replaceFirst(".*[/\\\\]", "").replaceFirst("(Test)?\\.java$", "");
    return catalog.katas().stream()
        .filter(k -> names(k).stream().anyMatch(name::equalsIgnoreCase))
        .findFirst()
        .orElseThrow(() -> new Mistake(unknown(catalog, word, name)));
  }

  /** {@code K11}, {@code 11}, {@code K11_PriceTicker}, {@code PriceTicker}. */
  private static List<String> names(Kata kata) {
    return List.of(
        kata.id(),
        kata.id().substring(1),
        kata.program(),
        kata.program().substring(kata.program().indexOf('_') + 1));
  }

  private static String unknown(Catalog catalog, String word, String name) {
    record Near(Kata kata, int distance) {}
    Optional<Near> nearest =
        catalog.katas().stream()
            .flatMap(k -> names(k).stream().map(n -> new Near(k, distance(n, name))))
            .min(Comparator.comparingInt(Near::distance));
    return "there is no kata '%s'.%s All katas: ./kata list"
        .formatted(
            word,
            nearest
                .filter(n -> n.distance() <= Math.min(CLOSE, name.length() - 1))
                .map(n -> " Did you mean %s (%s)?".formatted(n.kata().id(), n.kata().title()))
                .orElse(""));
  }

  /** Levenshtein's distance, upper and lower case alike. */
  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
