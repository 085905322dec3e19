package loosethreads.benchmarks.measure;

import java.util.List;
import java.util.Optional;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Unit;

/**
 * One value that a child read, and said to its parent.
 *
 * @param metric what was read
 * @param value in the metric's unit
 */
public record Reading(Metric metric, double value) {
  private static final String MARK = "reading";

  /** Says a value: a line on standard output, which the parent reads. */
  public static void say(Metric metric, double value) {
    System.out.println(String.join("\t", MARK, metric.name(), metric.unit().name(), "" + value));
  }

  /** Hears a line; nothing if it is not a reading. */
  static Optional<Reading> heard(String line) {
    List<String> fields = List.of(line.split("\t"));
    if (fields.size() != 4 || !fields.getFirst().equals(MARK)) {
      return Optional.empty();
    }
    var metric = new Metric(fields.get(1), Unit.valueOf(fields.get(2)));
    return Optional.of(new Reading(metric, Double.parseDouble(fields.get(3))));
  }
}
