package loosethreads.workbook.book;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a page wants to see of a benchmark's results, a line each:
 *
 * <pre>
 * results: leak
 * metric: retained heap each
 * where: variant=leaking
 * lines: kind
 * </pre>
 *
 * @param lines key to value
 */
record Wanted(Map<String, String> lines) {
  private static final Set<String> KEYS =
      Set.of(
          "results", "metric", "where", "lines", "rows", "columns", "ratio", "across", "scale",
          "title");

  static Wanted of(String text) {
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : text.strip().lines().toList()) {
      int colon = line.indexOf(':');
      String key = line.substring(0, Math.max(0, colon)).strip();
      if (!KEYS.contains(key)) {
        throw new Measured.NotMeasured(
            "'%s' should begin with one of: %s"
                .formatted(line.strip(), KEYS.stream().sorted().collect(Collectors.joining(", "))));
      }
      lines.put(key, line.substring(colon + 1).strip());
    }
    return new Wanted(lines);
  }

  /** A line that must be there. */
  String the(String key) {
    String value = lines.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw new Measured.NotMeasured("a line '%s: …' is missing".formatted(key));
    }
    return value;
  }

  /** A line that may be there. */
  String the(String key, String otherwise) {
    return lines.getOrDefault(key, otherwise);
  }

  /** What {@code where} says. */
  Map<String, String> where() {
    return pairs(the("where", ""));
  }

  /** What stands between commas. */
  static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** {@code kind=virtual, n=10}. */
  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : list(text)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new Measured.NotMeasured("'%s' should be like kind=virtual".formatted(pair));
      }
      pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return pairs;
  }
}
