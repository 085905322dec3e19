package loosethreads.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;

/** Collects the figures of one experiment: raw values, in the order in which they come. */
final class Figures {
  private record Key(Setting setting, Metric metric) {}

  private final Map<Key, List<Double>> values = new LinkedHashMap<>();

  /**
   * Adds values; what is added again for the same setting and metric is further repetitions.
   *
   * @throws IllegalArgumentException if a value is no number
   */
  void add(Setting setting, Metric metric, double... more) {
    List<Double> all = values.computeIfAbsent(new Key(setting, metric), _ -> new ArrayList<>());
    for (double value : more) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "%s of %s is %s".formatted(metric.name(), setting, value));
      }
      all.add(value);
    }
  }

  /** All there are. */
  List<Figure> all() {
    return values.entrySet().stream()
        .map(e -> {
          Setting setting = e.getKey().setting;
          Metric metric = e.getKey().metric;
          return new Figure(
              setting.subject(),
              setting.variant(),
              setting.kind(),
              setting.n(),
              metric.name(),
              metric.unit(),
              List.copyOf(e.getValue()));
        })
        .toList();
  }
}
