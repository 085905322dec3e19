package loosethreads.workbook.bench;

import java.util.List;

/**
 * One thing that was measured, with every value that was read: raw, one for each repetition, in the
 * order of reading. Whoever reads it takes the median and the spread.
 *
 * @param subject see {@link Setting}
 * @param variant see {@link Setting}
 * @param kind see {@link Setting}
 * @param n see {@link Setting}
 * @param metric see {@link Metric}
 * @param unit see {@link Metric}
 * @param values at least one, finite
 */
public record Figure(
    String subject,
    String variant,
    String kind,
    long n,
    String metric,
    Unit unit,
    List<Double> values) {

  /** What was measured. */
  public Setting setting() {
    return new Setting(subject, variant, kind, n);
  }

  /** The value in the middle; of an even number, the mean of the two. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The least value. */
  public double least() {
    return values.stream().mapToDouble(v -> v).min().orElseThrow();
  }

  /** The largest value. */
  public double most() {
    return values.stream().mapToDouble(v -> v).max().orElseThrow();
  }
}
