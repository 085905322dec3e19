package loosethreads.workbook.book;

import java.nio.file.Path;
import org.jsoup.nodes.Element;

/**
 * A page without what every page has around it.
 *
 * @param path where it goes, from the site's root: {@code katas/K11.html}
 * @param source the file it is written in
 * @param title its title as plain text
 * @param description what it is about, in a sentence; may be empty
 * @param effort how long it takes, in words; may be empty
 * @param content the element that holds its HTML; may still be added to
 */
record Page(
    String path, Path source, String title, String description, String effort, Element content) {

  /** From this page to the site's root: nothing, or {@code ../}. */
  String toRoot() {
    return toRoot(path);
  }

  static String toRoot(String path) {
    return "../".repeat(path.split("/").length - 1);
  }

  /** The same page under another title, with other words on what it takes. */
  Page with(String otherTitle, String otherEffort) {
    return new Page(path, source, otherTitle, description, otherEffort, content);
  }
}
