package loosethreads.workbook.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loosethreads.workbook.bench.Ratio;
import loosethreads.workbook.bench.Ratios;
import loosethreads.workbook.bench.Results;

/** The ratios in the results of one run, or of two beside each other, a line each. */
final class RatioTable {
  private final StringBuilder text = new StringBuilder();
  private int agreeing;
  private int differing;

  /**
   * Reads and compares.
   *
   * @param folders one or two, with results
   */
  RatioTable(List<Path> folders) {
    for (Results results : all(folders.getFirst())) {
      Optional<Map<String, Ratio>> others =
          folders.size() < 2
              ? Optional.empty()
              : Optional.of(
                  read(Results.file(folders.getLast(), results.benchmark()))
                      .map(Ratios::of)
                      .orElse(Map.of()));
      text.append(results.benchmark()).append('\n');
      Ratios.of(results)
          .forEach((name, ratio) -> {
            if (others.isEmpty()) {
              line(name, ratio.told());
            } else if (others.get().containsKey(name)) {
              compare(name, ratio, others.get().get(name));
            }
          });
    }
    if (folders.size() > 1) {
      text.append(
          "%d ratios agree within their spreads, %d do not%n".formatted(agreeing, differing));
    }
  }

  private void compare(String name, Ratio one, Ratio two) {
    boolean agree = one.agreesWith(two);
    line(name, one.told() + "  " + two.told() + (agree ? "" : "  DIFFER"));
    if (agree) {
      agreeing++;
    } else {
      differing++;
    }
  }

  private void line(String name, String told) {
    text.append("  ").append(name).append("  ").append(told).append('\n');
  }

  private static List<Results> all(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Results> all =
          files
              .filter(f -> f.toString().endsWith(".json"))
              .sorted()
              .flatMap(f -> read(f).stream())
              .toList();
      if (all.isEmpty()) {
        throw new Mistake("there are no results in " + folder);
      }
      return all;
    } catch (IOException e) {
      throw new Mistake("there are no results in " + folder);
    }
  }

  private static Optional<Results> read(Path file) {
    try {
      return Results.read(file);
    } catch (IllegalStateException e) {
      throw new Mistake(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return text.toString();
  }

  /** Whether no two differ by more than their spreads. */
  boolean agree() {
    return differing == 0;
  }
}
