package loosethreads.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time during which a collector let nothing else run, as {@code -Xlog:gc} tells it.
 *
 * @param asked whether {@code System.gc()} was the cause: then it was a full collection
 * @param millis how long it was
 */
public record Pause(boolean asked, double millis) {
  private static final Pattern LINE = Pattern.compile("Pause \\w+.* ([0-9.]+)ms$");

  /** Reads a log, in order. */
  public static List<Pause> in(Path log) throws IOException {
    return Files.readAllLines(log).stream().flatMap(line -> in(line).stream()).toList();
  }

  private static Optional<Pause> in(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.find()
        ? Optional.of(
            new Pause(line.contains("(System.gc())"), Double.parseDouble(matcher.group(1))))
        : Optional.empty();
  }

  /**
   * The pauses that nobody asked for after so many that somebody did, and before the next of those:
   * the asked ones part a program into phases.
   */
  public static List<Pause> unasked(List<Pause> pauses, int phase) {
    int asked = 0;
    List<Pause> found = new ArrayList<>();
    for (Pause pause : pauses) {
      if (pause.asked) {
        asked++;
      } else if (asked == phase) {
        found.add(pause);
      }
    }
    return List.copyOf(found);
  }

  /** The last pause that was asked for. */
  public static Pause lastAsked(List<Pause> pauses) {
    return pauses.stream()
        .filter(Pause::asked)
        .reduce((_, later) -> later)
        .orElseThrow(() -> new IllegalStateException("the collector's log has no full collection"));
  }
}
