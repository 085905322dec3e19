package loosethreads.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;

/**
 * How long a server takes to answer, asked for a page and for a word of its API in turn, one after
 * the other. In milliseconds, from before the request to the last byte of the answer, as a client
 * in this JVM sees it: what the client itself waits for a core is in it.
 */
final class Answers {
  private static final Metric MEDIAN = new Metric("median answer", Unit.MILLIS);
  private static final Metric MOST_OF_ALL = new Metric("99% of answers within", Unit.MILLIS);
  private static final Metric LONGEST = new Metric("longest answer", Unit.MILLIS);
  private static final Metric COUNT = new Metric("answers", Unit.COUNT);

  private static final List<Asked> ASKED =
      List.of(new Asked("a page", "/chapters/context.html"), new Asked("the API", "/api/hello"));

  /** Between two requests: more of them would be a load of their own. */
  private static final long PAUSE_MILLIS = 10;

  private final Map<Asked, List<Double>> millis = new LinkedHashMap<>();

  /** Something that is asked for, and what it is called in the results. */
  private record Asked(String name, String path) {}

  /** Asks for both, again and again, while there is more to do. */
  static Answers of(ServedBook book, BooleanSupplier more)
      throws IOException, InterruptedException {
    var answers = new Answers();
    while (more.getAsBoolean()) {
      for (Asked asked : ASKED) {
        double took = book.millisToGet(asked.path());
        answers.millis.computeIfAbsent(asked, _ -> new ArrayList<>()).add(took);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return answers;
  }

  /** Asks so many times for each. */
  static Answers of(ServedBook book, int times) throws IOException, InterruptedException {
    int[] left = {times};
    return of(book, () -> left[0]-- > 0);
  }

  /**
   * Adds them, as one repetition.
   *
   * @param variant what went on meanwhile
   * @param programs how many ran
   */
  void addTo(Figures figures, String variant, int programs) {
    millis.forEach((asked, all) -> {
      var setting = new Setting(asked.name(), variant, "", programs);
      Collections.sort(all);
      figures.add(setting, MEDIAN, within(all, 0.5));
      figures.add(setting, MOST_OF_ALL, within(all, 0.99));
      figures.add(setting, LONGEST, all.getLast());
      figures.add(setting, COUNT, all.size());
    });
  }

  /** The least time within which at least that part of them came. */
  private static double within(List<Double> sorted, double part) {
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }
}
