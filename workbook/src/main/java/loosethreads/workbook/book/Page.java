package loosethreads.workbook.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page before it is rendered.
 *
 * @param path where it goes, from the site's root: {@code katas/K11.html}
 * @param source the file it is written in; includes and messages refer to it
 * @param asciidoc its whole text
 */
record Page(String path, Path source, String asciidoc) {

  /** A page that is a file and something generated below it. */
  static Page of(String path, Path source, String generated) {
    try {
      return new Page(path, source, Files.readString(source) + "\n" + generated);
    } catch (IOException e) {
      throw new UncheckedIOException(source + " can't be read", e);
    }
  }

  /** From this page to the site's root: nothing, or {@code ../}. */
  String toRoot() {
    return "../".repeat(path.split("/").length - 1);
  }
}
