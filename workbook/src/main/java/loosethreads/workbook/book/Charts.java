package loosethreads.workbook.book;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.kata.Recording;
import org.jsoup.nodes.Element;

/**
 * Draws recordings where a page asks for them: a paragraph with the role {@code chart} that holds a
 * kata's id becomes its figure, one with the word {@code all} becomes a small picture of each.
 */
final class Charts {
  private static final String ALL = "all";

  private final Checkout checkout;
  private final Catalog catalog;
  private final Problems problems;

  Charts(Checkout checkout, Catalog catalog, Problems problems) {
    this.checkout = checkout;
    this.catalog = catalog;
    this.problems = problems;
  }

  /** Draws what a page asks for. */
  Page drawn(Page page) {
    for (Element asked : page.content().select(".paragraph.chart")) {
      String id = asked.text().strip();
      String html = id.equals(ALL) ? all(page) : one(page, id);
      asked.before(html).remove();
    }
    return page;
  }

  /** A kata's figure; nothing if it was never recorded. */
  Optional<KataChart> of(Kata kata) {
    Optional<Recording> recording = Recording.read(checkout, kata);
    if (recording.isPresent() && !recording.get().isOf(checkout, kata)) {
      problems.add(
          Recording.file(checkout, kata),
          "was recorded of an earlier program, test or reference; refresh it with: ./kata check "
              + kata.id()
              + " --charts");
    }
    return recording.map(r -> new KataChart(kata, r));
  }

  private String one(Page page, String id) {
    Optional<KataChart> chart = catalog.find(id).flatMap(this::of);
    if (chart.isEmpty()) {
      problems.addWhere(page.source(), List.of(id), "no recording of " + id);
    }
    return chart.map(KataChart::html).orElse("");
  }

  private String all(Page page) {
    return catalog.katas().stream()
        .map(kata -> of(kata).map(chart -> chart.small(page.toRoot())).orElse(""))
        .collect(Collectors.joining("\n", "<ul class=\"charts\">", "</ul>"));
  }
}
