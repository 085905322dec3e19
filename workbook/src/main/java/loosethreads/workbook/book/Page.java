package loosethreads.workbook.book;

import java.nio.file.Path;
import org.jsoup.nodes.Element;

/**
 * A page without what every page has around it.
 *
 * @param path where it goes, from the site's root: {@code katas/K11.html}
 * @param source the file it is written in
 * @param title its title as plain text
 * @param content the element that holds its HTML; may still be added to
 */
record Page(String path, Path source, String title, Element content) {

  /** From this page to the site's root: nothing, or {@code ../}. */
  String toRoot() {
    return toRoot(path);
  }

  static String toRoot(String path) {
    return "../".repeat(path.split("/").length - 1);
  }

  Page titled(String other) {
    return new Page(path, source, other, content);
  }
}
