package loosethreads.workbook.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      if (Files.isRegularFile(file) && Files.readString(file).strip().equals(report.strip())) {
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
