package loosethreads.workbook.book;

import java.util.List;
import java.util.stream.Collectors;

/** The list of all pages below the front page's text. */
final class FrontPage {
  private FrontPage() {}

  static String contents(List<Shelf> shelves) {
    return shelves.stream()
        .map(FrontPage::shelf)
        .collect(Collectors.joining("\n", "<div id=\"contents\">\n", "\n</div>"));
  }

  private static String shelf(Shelf shelf) {
    String facts =
        shelf.effort().isEmpty() ? "" : "<p class=\"facts\">" + shelf.effort() + "</p>\n";
    return "<h2 id=\"%s\">%s</h2>\n%s%s"
        .formatted(shelf.id(), Html.escape(shelf.title()), facts, list("", shelf.pages()));
  }

  /** A section that lists pages. */
  static String section(String id, String title, String toRoot, List<Page> pages) {
    return "<div class=\"sect1\"><h2 id=\"%s\">%s</h2>%s</div>"
        .formatted(id, title, list(toRoot, pages));
  }

  private static String list(String toRoot, List<Page> pages) {
    return pages.stream()
        .map(page -> item(toRoot, page))
        .collect(Collectors.joining("\n", "<ul class=\"pages\">\n", "\n</ul>"));
  }

  private static String item(String toRoot, Page page) {
    String facts =
        page.effort().isEmpty() ? "" : " <span class=\"facts\">" + page.effort() + "</span>";
    return "<li><a href=\"%s%s\">%s</a>%s</li>"
        .formatted(toRoot, page.path(), PageShell.label(page), facts);
  }
}
