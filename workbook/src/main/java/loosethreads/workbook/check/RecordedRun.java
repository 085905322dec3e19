package loosethreads.workbook.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * The report on a kata's original, as the book shows it: {@code docs/runs/K11.txt}. Written by
 * machine, held to the real run.
 */
final class RecordedRun {
  private final Path file;

  RecordedRun(Checkout checkout, Kata kata) {
    file = checkout.root().resolve("docs/runs").resolve(kata.id() + ".txt");
  }

  /** Says if the book shows something else than what happens. */
  Optional<String> differsFrom(String report) {
    try {
      if (Files.isRegularFile(file) && stable(Files.readString(file)).equals(stable(report))) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        "docs/runs/"
            + file.getFileName()
            + " is not what the original reports; refresh it with: ./kata check --record");
  }

  /**
   * What is the same on every run: which tests fail, and where their threads were started. What a
   * thread does at the moment it is looked at, how long the detector had to wait and what else runs
   * in the JVM may differ.
   */
  private static List<String> stable(String report) {
    return report
        .lines()
        .filter(line -> line.matches("\\S.*") || line.contains("started at"))
        .toList();
  }

  /** Writes what happened. */
  void write(String report) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, report.strip() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
