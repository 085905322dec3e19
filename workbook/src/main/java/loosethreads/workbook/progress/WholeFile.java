package loosethreads.workbook.progress;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that nobody ever sees half of one, whenever this process is killed. */
final class WholeFile {
  private WholeFile() {}

  /** Whether to go on, asked at the last moment before the file changes. */
  @FunctionalInterface
  interface LastLook {
    boolean goOn() throws IOException;
  }

  static void write(Path file, byte[] content) throws IOException {
    write(file, content, () -> true);
  }

  /** Writes unless the last look says no; tells whether it did. */
  static boolean write(Path file, byte[] content, LastLook look) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.write(part, content);
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      if (!look.goOn()) {
        return false;
      }
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return true;
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
