package loosethreads.benchmarks.measure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time during which a collector let nothing else run, as {@code -Xlog:gc} tells it.
 *
 * @param full whether it was a full collection, else a young one or a step of a concurrent one
 * @param asked whether {@code System.gc()} was the cause
 * @param millis how long it was
 */
public record Pause(boolean full, boolean asked, double millis) {
  private static final Pattern LINE = Pattern.compile("Pause (\\w+).* ([0-9.]+)ms$");

  static Optional<Pause> in(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.find()
        ? Optional.of(
            new Pause(
                matcher.group(1).equals("Full"),
                line.contains("(System.gc())"),
                Double.parseDouble(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * The pauses that nobody asked for after so many that somebody did, and before the next of those:
   * the asked ones part a program into phases.
   */
  public static List<Pause> unasked(List<Pause> pauses, int phase) {
    int asked = 0;
    var found = new java.util.ArrayList<Pause>();
    for (Pause pause : pauses) {
      if (pause.asked) {
        asked++;
      } else if (asked == phase) {
        found.add(pause);
      }
    }
    return List.copyOf(found);
  }

  /** The pauses that were asked for, in order. */
  public static List<Pause> asked(List<Pause> pauses) {
    return pauses.stream().filter(Pause::asked).toList();
  }
}
