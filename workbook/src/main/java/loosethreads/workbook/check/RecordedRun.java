package loosethreads.workbook.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
   * What is the same on every run: the test that fails first, and where threads were started. What
   * a thread does at the moment it is looked at, how many are there by then, how long the detector
   * had to wait and what else fails on a machine that a program keeps busy may differ.
   */
  private static Set<String> stable(String report) {
    Set<String> stable = new TreeSet<>();
    report
        .lines()
        .filter(line -> line.contains("started at"))
        .map(String::strip)
        .forEach(stable::add);
    report.lines().filter(line -> !line.isBlank()).findFirst().ifPresent(stable::add);
    return stable;
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
