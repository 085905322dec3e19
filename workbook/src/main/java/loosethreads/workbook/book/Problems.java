package loosethreads.workbook.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever is wrong with the book, a line each: the file that somebody has to mend, the line in it
 * if it can be told, and why.
 */
final class Problems {
  private final Path root;
  private final List<String> lines = new ArrayList<>();

  /** Problems of files below this folder. */
  Problems(Path root) {
    this.root = root;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** A problem in a file as a whole. */
  void add(Path file, String why) {
    lines.add(named(file) + ": " + oneLine(why));
  }

  /** A problem in a line of a file. */
  void add(Path file, int line, String why) {
    lines.add(named(file) + ":" + line + ": " + oneLine(why));
  }

  /** A problem in the first line that has one of these in it, the first of them that is found. */
  void addWhere(Path file, List<String> words, String why) {
    List<String> text = read(file);
    for (String word : words) {
      for (int i = 0; i < text.size(); i++) {
        if (!word.isEmpty() && text.get(i).contains(word)) {
          add(file, i + 1, why);
          return;
        }
      }
    }
    add(file, why);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      // Then the line can't be told.
      return List.of();
    }
  }

  private String named(Path file) {
    return (file.startsWith(root) ? root.relativize(file) : file).toString().replace('\\', '/');
  }

  private String oneLine(String why) {
    return why.replace(root + "/", "").replaceAll("\\s*\\R\\s*", " ");
  }
}
