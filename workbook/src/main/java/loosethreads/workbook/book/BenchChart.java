package loosethreads.workbook.book;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Results;
import loosethreads.workbook.bench.Unit;

/**
 * Results of a benchmark as a figure: a panel for each metric, with n across and a line for each
 * thing that was measured; the numbers; and how they were made.
 */
final class BenchChart {
  private static final int MOST_LINES = 4;

  private final String id;
  private final Results results;
  private final Wanted wanted;

  /**
   * A chart.
   *
   * @param id unlike that of any other figure on the page
   */
  BenchChart(String id, Results results, Wanted wanted) {
    this.id = id;
    this.results = results;
    this.wanted = wanted;
  }

  /** The figure. */
  String html() {
    List<String> metrics = Wanted.list(wanted.the("metric"));
    return """
    <figure class="chart bench" data-results="%s">
    <div class="panels">%s</div>
    <figcaption><p>%s</p>
    <details><summary>%s: the numbers</summary>%s</details></figcaption>
    </figure>
    """
        .formatted(
            Html.escape(results.benchmark()),
            IntStream.range(0, metrics.size())
                .mapToObj(i -> panel(id + "-" + (i + 1), metrics.get(i)))
                .collect(Collectors.joining()),
            caption(metrics),
            Html.escape(wanted.the("title")),
            metrics.stream().map(this::table).collect(Collectors.joining()));
  }

  private Map<String, List<Figure>> lines(String metric) {
    Map<String, List<Figure>> lines =
        Measured.of(results, metric, wanted.where()).stream()
            .collect(
                Collectors.groupingBy(
                    f -> Measured.word(f, wanted.the("lines")),
                    LinkedHashMap::new,
                    Collectors.toList()));
    lines.forEach((name, figures) -> {
      if (figures.stream().map(Figure::n).distinct().count() < figures.size()) {
        throw new Measured.NotMeasured(
            "'%s' of '%s' was measured in several ways; say which with where: …"
                .formatted(metric, name));
      }
    });
    if (lines.size() > MOST_LINES) {
      throw new Measured.NotMeasured(
          "a chart has at most %d lines; these are: %s"
              .formatted(MOST_LINES, String.join("; ", lines.keySet())));
    }
    return lines;
  }

  private String panel(String panelId, String metric) {
    Map<String, List<Figure>> lines = lines(metric);
    Unit unit = lines.values().iterator().next().getFirst().unit();
    return new LineChart(
            panelId,
            capitalized(metric),
            lines.entrySet().stream()
                .map(e -> described(e.getKey(), e.getValue()))
                .collect(Collectors.joining(" ")),
            wanted.the("across"),
            scale(),
            unit == Unit.THREADS || unit == Unit.COUNT ? Unit::number : unit::told,
            lines.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList())
        .svg();
  }

  private LineChart.Scale scale() {
    return switch (wanted.the("scale", "log")) {
      case "log" -> LineChart.Scale.LOG;
      case "log-x" -> LineChart.Scale.LOG_X;
      case "linear" -> LineChart.Scale.LINEAR;
      case String other ->
          throw new Measured.NotMeasured(
              "scale is log, log-x or linear, not '%s'".formatted(other));
    };
  }

  private static LineChart.Line line(String name, List<Figure> figures) {
    return new LineChart.Line(
        name,
        figures.stream()
            .sorted((a, b) -> Long.compare(a.n(), b.n()))
            .map(f -> new LineChart.Point(f.n(), f.median(), f.least(), f.most()))
            .toList());
  }

  private String described(String name, List<Figure> figures) {
    Figure last = figures.stream().max((a, b) -> Long.compare(a.n(), b.n())).orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s: %s at %,d %s.",
        capitalized(name),
        Told.of(last).text(),
        last.n(),
        wanted.the("across"));
  }

  private String caption(List<String> metrics) {
    List<Figure> figures =
        metrics.stream().flatMap(m -> Measured.of(results, m, wanted.where()).stream()).toList();
    String nothing =
        scale() == LineChart.Scale.LOG && figures.stream().anyMatch(f -> f.median() <= 0)
            ? " What is nothing or less lies on the lower edge."
            : "";
    return "%s. Each mark is a median, each bar goes from the least to the largest %s.%s %s"
        .formatted(
            Html.escape(wanted.the("title")),
            HowMeasured.repetitions(figures),
            nothing,
            new HowMeasured(results).html());
  }

  private String table(String metric) {
    Map<String, List<Figure>> lines = lines(metric);
    var sizes = new TreeSet<Long>();
    lines.values().forEach(l -> l.forEach(f -> sizes.add(f.n())));
    return """
    <table data-metric="%s"><caption>%s</caption><thead><tr><th scope="col">%s</th>%s</tr></thead><tbody>%s</tbody></table>
    """
        .formatted(
            Html.escape(metric),
            Html.escape(capitalized(metric)),
            Html.escape(capitalized(wanted.the("across"))),
            lines.keySet().stream()
                .map(l -> "<th scope=\"col\">" + Html.escape(l) + "</th>")
                .collect(Collectors.joining()),
            sizes.stream()
                .map(n ->
                    "<tr><th scope=\"row\">%s</th>%s</tr>"
                        .formatted(
                            LineChart.number(n),
                            lines.values().stream()
                                .map(l -> cell(l, n))
                                .collect(Collectors.joining())))
                .collect(Collectors.joining("\n")));
  }

  private static String cell(List<Figure> line, long n) {
    return line.stream()
        .filter(f -> f.n() == n)
        .findFirst()
        .map(f -> BenchTable.cell(Told.of(f)))
        .orElse("<td></td>");
  }

  static String capitalized(String text) {
    return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
