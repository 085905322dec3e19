package loosethreads.workbook.book;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Results;

/** Finds what benchmarks measured, for pages that show it. */
final class Measured {
  private static final Set<String> WORDS = Set.of("subject", "variant", "kind", "n");

  private final Path root;
  private final Map<String, Results> read = new HashMap<>();

  Measured(Path root) {
    this.root = root;
  }

  /** A page asks for what is not there; the message says what there is. */
  static final class NotMeasured extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotMeasured(String message) {
      super(message);
    }
  }

  /** The committed results of a benchmark. */
  Results results(String benchmark) {
    return read.computeIfAbsent(benchmark, this::load);
  }

  private Results load(String benchmark) {
    Path file = Results.file(Results.committed(root), benchmark);
    try {
      return Results.read(file)
          .orElseThrow(() ->
              new NotMeasured(
                  "no results of '%s'; to get them: ./kata bench %s"
                      .formatted(benchmark, benchmark)));
    } catch (IOException | IllegalStateException e) {
      throw new NotMeasured(file + " can't be read: " + e.getMessage());
    }
  }

  /**
   * The figures of one metric, in the order in which they were measured.
   *
   * @param where what a figure must have: {@code kind} to {@code virtual}, or to {@code
   *     virtual|platform}
   */
  static List<Figure> of(Results results, String metric, Map<String, String> where) {
    where.keySet().stream()
        .filter(word -> !WORDS.contains(word))
        .findFirst()
        .ifPresent(word -> {
          throw new NotMeasured(
              "figures have a subject, a variant, a kind and an n, but no '" + word + "'");
        });
    List<Figure> all = results.figures().stream().filter(f -> f.metric().equals(metric)).toList();
    List<Figure> found =
        all.stream()
            .filter(f ->
                where.entrySet().stream()
                    .allMatch(
                        w -> List.of(w.getValue().split("\\|")).contains(word(f, w.getKey()))))
            .toList();
    if (all.isEmpty()) {
      throw new NotMeasured(
          "no '%s' in the results of '%s'; there are: %s"
              .formatted(
                  metric,
                  results.benchmark(),
                  results.figures().stream()
                      .map(Figure::metric)
                      .distinct()
                      .collect(Collectors.joining(", "))));
    }
    if (found.isEmpty()) {
      throw new NotMeasured(
          "no '%s' with %s; there are: %s"
              .formatted(
                  metric,
                  where,
                  all.stream().map(f -> f.setting().toString()).collect(Collectors.joining(", "))));
    }
    return found;
  }

  /** What a figure has for one of the words; for several, what it has for each. */
  static String word(Figure figure, String words) {
    return List.of(words.split(" *, *")).stream()
        .map(word ->
            switch (word) {
              case "subject" -> figure.subject();
              case "variant" -> figure.variant();
              case "kind" -> figure.kind();
              case "n" -> String.valueOf(figure.n());
              default ->
                  throw new NotMeasured(
                      "figures have a subject, a variant, a kind and an n, but no '" + word + "'");
            })
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
