package loosethreads.workbook.check;

import java.util.stream.Collectors;
import loosethreads.workbook.check.CheckResult.KataResult;

/** Tells a check's result to a person: a line a kata, and below it what is wrong. */
public final class CheckText {
  private CheckText() {}

  /** The whole result. */
  public static String of(CheckResult result) {
    String katas = result.katas().stream().map(CheckText::kata).collect(Collectors.joining("\n"));
    long candidates = result.katas().stream().mapToLong(k -> k.candidates().size()).sum();
    long good =
        result.katas().stream()
            .flatMap(k -> k.candidates().stream())
            .filter(c -> c.expected().equals("solved"))
            .count();
    String sum =
        "%s, %d good fixes, %d bad fixes: %s"
            .formatted(
                many(result.katas().size(), "kata"),
                good,
                candidates - good,
                result.ok() ? "every verdict as declared" : "NOT every promise is kept");
    return katas + "\n\n" + sum + "\n";
  }

  private static String many(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String kata(KataResult kata) {
    long good = kata.candidates().stream().filter(c -> c.expected().equals("solved")).count();
    var line = new StringBuilder();
    line.append(kata.problems().isEmpty() ? "ok   " : "BAD  ").append(kata.kata());
    line.append("  original ").append(kata.original());
    line.append(", ")
        .append(good)
        .append(" solved, ")
        .append(kata.candidates().size() - good)
        .append(" rejected");
    kata.notes().forEach(note -> line.append("\n       (").append(note).append(')'));
    kata.problems()
        .forEach(problem -> line.append("\n     - ").append(problem.replace("\n", "\n       ")));
    return line.toString();
  }
}
