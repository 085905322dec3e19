package loosethreads.workbook.book;

import static java.util.Comparator.comparingLong;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Results;

/**
 * Results of a benchmark as a table: medians and their spread, and how often one column has another
 * in it.
 */
final class BenchTable {
  private static final String METRIC = "metric";
  private static final String NUMBER = "n";
  private static final String NOT_MEASURED = "<td>–</td>";

  private final Results results;
  private final Wanted wanted;
  private final List<Figure> figures;

  BenchTable(Results results, Wanted wanted) {
    this.results = results;
    this.wanted = wanted;
    this.figures =
        Wanted.list(wanted.the("metric")).stream()
            .flatMap(metric -> Measured.of(results, metric, wanted.where()).stream())
            .toList();
  }

  /** The table. */
  String html() {
    String ratio = wanted.the("ratio", "");
    return """
    <figure class="bench table" data-results="%s">
    <table><thead><tr><th scope="col">%s</th>%s</tr></thead><tbody>%s</tbody></table>
    <figcaption><p>%s. Each is a median and, below it, the least and the largest %s.%s %s</p></figcaption>
    </figure>
    """
        .formatted(
            Html.escape(results.benchmark()),
            Html.escape(wanted.the("across")),
            Stream.concat(
                    words("columns").stream(), ratio.isEmpty() ? Stream.of() : Stream.of(ratio))
                .map(c -> "<th scope=\"col\">" + Html.escape(c) + "</th>")
                .collect(Collectors.joining()),
            words("rows").stream().map(this::row).collect(Collectors.joining("\n")),
            Html.escape(wanted.the("title")),
            HowMeasured.repetitions(figures),
            ratio.isEmpty()
                ? ""
                : " A ratio is that of the medians; its bounds are what both spreads allow.",
            new HowMeasured(results).html());
  }

  /** In the order in which they were measured, but numbers grow. */
  private Set<String> words(String way) {
    String words = wanted.the(way);
    return figures.stream()
        .sorted(comparingLong(f -> words.equals(NUMBER) ? f.n() : 0))
        .map(f -> word(f, words))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String word(Figure figure, String words) {
    return Wanted.list(words).stream()
        .map(word ->
            switch (word) {
              case METRIC -> figure.metric();
              case NUMBER -> LineChart.number((double) figure.n());
              default -> Measured.word(figure, word);
            })
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private String row(String row) {
    String cells =
        words("columns").stream()
            .map(c -> at(row, c).map(f -> cell(Told.of(f))).orElse(NOT_MEASURED))
            .collect(Collectors.joining());
    return "<tr><th scope=\"row\">%s</th>%s%s</tr>".formatted(Html.escape(row), cells, ratio(row));
  }

  private String ratio(String row) {
    String ratio = wanted.the("ratio", "");
    if (ratio.isEmpty()) {
      return "";
    }
    String[] parts = ratio.split(" / ", 2);
    if (parts.length < 2 || !words("columns").containsAll(List.of(parts))) {
      throw new Measured.NotMeasured(
          "ratio: should be two columns with ' / ' between them; there are: "
              + String.join("; ", words("columns")));
    }
    return at(row, parts[0])
        .flatMap(of -> at(row, parts[1]).map(to -> cell(Told.ratio(of, to))))
        .orElse(NOT_MEASURED);
  }

  private Optional<Figure> at(String row, String column) {
    List<Figure> there =
        figures.stream()
            .filter(f -> word(f, wanted.the("rows")).equals(row))
            .filter(f -> word(f, wanted.the("columns")).equals(column))
            .toList();
    if (there.size() > 1) {
      throw new Measured.NotMeasured(
          "'%s' of '%s' was measured in several ways; say which with where: …"
              .formatted(column, row));
    }
    return there.stream().findFirst();
  }

  static String cell(Told told) {
    return told.spread().isEmpty()
        ? "<td>%s</td>".formatted(told.html())
        : "<td>%s<br><small>%s</small></td>".formatted(told.html(), Html.escape(told.spread()));
  }
}
