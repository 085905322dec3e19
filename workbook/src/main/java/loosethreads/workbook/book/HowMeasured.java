package loosethreads.workbook.book;

import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.stream.Collectors;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Results;
import loosethreads.workbook.bench.Unit;

/** Says when, where and with which command results were measured. */
final class HowMeasured {
  private final Results results;

  HowMeasured(Results results) {
    this.results = results;
  }

  /** Two sentences for a caption. */
  String html() {
    Results.Machine machine = results.machine();
    return String.format(
        Locale.ROOT,
        "%s on %s%s with JDK %s%s on %d cores and %s of memory (%s)%s, by <code>%s</code>.",
        results.quick() ? "A quick run, measured" : "Measured",
        Html.escape(results.date()),
        results.commit().isEmpty() ? "" : " at commit " + Html.escape(results.commit()),
        Html.escape(results.jdk()),
        results.go().isEmpty() ? "" : " and " + Html.escape(results.go()),
        machine.cores(),
        Unit.BYTES.told((double) machine.memory()),
        Html.escape(machine.os()),
        busy(machine),
        Html.escape(results.command()));
  }

  private static String busy(Results.Machine machine) {
    return machine.load() > machine.cores() / 2.0
        ? String.format(
            Locale.ROOT, ", <strong>while others kept it busy</strong> (load %.1f)", machine.load())
        : "";
  }

  /** How many values there are of each: {@code of 7}. */
  static String repetitions(List<Figure> figures) {
    LongSummaryStatistics counts =
        figures.stream().collect(Collectors.summarizingLong(f -> f.values().size()));
    return counts.getMin() == counts.getMax()
        ? "of " + counts.getMin()
        : "of %d to %d".formatted(counts.getMin(), counts.getMax());
  }
}
