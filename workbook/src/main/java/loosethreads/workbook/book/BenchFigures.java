package loosethreads.workbook.book;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Results;
import loosethreads.workbook.book.Measured.NotMeasured;
import org.jsoup.nodes.Element;

/**
 * Puts what benchmarks measured where a page asks for it: a literal block with the role {@code
 * bench} becomes a chart, one with {@code bench-table} a table, and words with {@code bench} a
 * number:
 *
 * <pre>
 * [.bench]#leak: retained heap each, kind=virtual, variant=leaking, n=1000#
 * </pre>
 *
 * <p>With {@code over kind=platform} behind, it is how many times as much as of that; with {@code
 * spread} behind, its least and largest stand in parentheses.
 */
final class BenchFigures {
  private static final String OVER = " over ";
  private static final String SPREAD = " spread";

  private final Measured measured;
  private final Problems problems;

  BenchFigures(Measured measured, Problems problems) {
    this.measured = measured;
    this.problems = problems;
  }

  /** Draws what a page asks for. */
  Page drawn(Page page) {
    int count = 0;
    for (Element asked : page.content().select(".literalblock.bench, .literalblock.bench-table")) {
      count++;
      String id = "bench-" + count;
      String text = asked.select("pre").text();
      boolean table = asked.hasClass("bench-table");
      asked
          .before(
              orProblem(
                  page,
                  text.lines().findFirst().orElse(""),
                  () -> {
                    Wanted wanted = Wanted.of(text);
                    Results results = measured.results(wanted.the("results"));
                    return table
                        ? new BenchTable(results, wanted).html()
                        : new BenchChart(id, results, wanted).html();
                  }))
          .remove();
    }
    for (Element asked : page.content().select("span.bench")) {
      String text = asked.text();
      asked.before(orProblem(page, text, () -> number(text))).remove();
    }
    return page;
  }

  private String orProblem(Page page, String words, Supplier<String> html) {
    try {
      return html.get();
    } catch (NotMeasured e) {
      problems.addWhere(page.source(), List.of(words), e.getMessage());
      return "";
    }
  }

  private String number(String asked) {
    boolean spread = asked.endsWith(SPREAD);
    String text = spread ? asked.substring(0, asked.length() - SPREAD.length()) : asked;
    int colon = text.indexOf(':');
    int comma = text.indexOf(',', colon);
    if (colon < 0 || comma < 0) {
      throw new NotMeasured(
          "'%s' should be like: leak: retained heap each, kind=virtual, n=10".formatted(asked));
    }
    Results results = measured.results(text.substring(0, colon).strip());
    String metric = text.substring(colon + 1, comma).strip();
    String[] parts = text.substring(comma + 1).split(OVER, 2);
    Map<String, String> where = Wanted.pairs(parts[0]);
    Figure of = one(results, metric, where);
    Told told;
    if (parts.length == 1) {
      told = Told.of(of);
    } else {
      where.putAll(Wanted.pairs(parts[1]));
      told = Told.ratio(of, one(results, metric, where));
    }
    return told.html()
        + (spread && !told.spread().isEmpty() ? " (" + Html.escape(told.spread()) + ")" : "");
  }

  private static Figure one(Results results, String metric, Map<String, String> where) {
    List<Figure> found = Measured.of(results, metric, where);
    if (found.size() > 1) {
      throw new NotMeasured(
          "%s %s was measured %d times; say which, of: %s"
              .formatted(
                  metric, where, found.size(), found.stream().map(Figure::setting).toList()));
    }
    return found.getFirst();
  }
}
