package loosethreads.workbook.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder for a child's temporary files. A child is killed, and so may leave some; they go with
 * the folder.
 */
final class Scratch implements AutoCloseable {
  private final Path folder;

  Scratch() throws IOException {
    folder = Files.createTempDirectory("kata-");
  }

  /** The option that makes a JVM use it. */
  String option() {
    return "-Djava.io.tmpdir=" + folder;
  }

  /** Deletes what is there. To close it again does nothing. */
  @Override
  public void close() {
    for (Path file : all()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // A process that outlived its parent may still write here: the rest goes all the same.
      }
    }
  }

  /** Each file before the folder that it is in. */
  private List<Path> all() {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      // A folder in it can't be read, or is gone all of a sudden: what is left stays.
      return List.of();
    }
  }
}
