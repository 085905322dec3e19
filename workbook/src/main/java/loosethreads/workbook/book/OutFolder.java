package loosethreads.workbook.book;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that the book is written to. A list in it says which pages are ours: nothing else is
 * ever removed, and a folder that holds other things is not written to.
 */
final class OutFolder {
  private static final String LIST = "pages.txt";

  private final Path folder;

  /**
   * Takes a folder, and clears it of an earlier book's pages.
   *
   * @param ours a folder that is ours as a whole, whatever is in it
   * @throws UncheckedIOException if it holds something else than a book
   */
  OutFolder(Path folder, Path ours) throws IOException {
    this.folder = folder;
    if (Files.isRegularFile(folder.resolve(LIST))) {
      for (String page : Files.readAllLines(folder.resolve(LIST))) {
        Files.deleteIfExists(folder.resolve(page));
      }
    } else if (!folder.startsWith(ours) && !isEmpty(folder)) {
      throw new UncheckedIOException(
          folder + " is not empty and holds no book; name another folder",
          new IOException("not a book"));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  void copy(String path, InputStream content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Notes what is ours, for the next book. */
  void list(List<String> pages) throws IOException {
    write(LIST, String.join("\n", pages) + "\n");
  }
}
