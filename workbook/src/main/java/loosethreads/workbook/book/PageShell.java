package loosethreads.workbook.book;

import java.util.List;
import java.util.stream.Collectors;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Chapter;
import loosethreads.workbook.kata.Kata;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What every page has around its content: skip link, header, navigation, the way to the next page.
 */
final class PageShell {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>{name}</title>
      <link rel="stylesheet" href="{root}site.css">
      <link rel="icon" href="{root}thread.svg" type="image/svg+xml">
      </head>
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      <header><a class="home" href="{root}index.html">Loose Threads</a> <span>a thread that nobody can end is a leak</span></header>
      <div class="columns">
      <nav aria-label="Book">
      {nav}
      </nav>
      <main id="content" tabindex="-1">
      <h1>{title}</h1>
      {body}
      <nav class="way" aria-label="Previous and next page">{previous}{next}</nav>
      </main>
      </div>
      </body>
      </html>
      """;

  private final Catalog catalog;
  private final List<Page> pages;

  PageShell(Catalog catalog, List<Page> pages) {
    this.catalog = catalog;
    this.pages = pages;
  }

  /** The whole page. */
  String around(int index) {
    Page page = pages.get(index);
    return PAGE.replace("{name}", Html.escape(name(page)))
        .replace("{title}", Html.escape(page.title()))
        .replace("{nav}", navigation(page))
        .replace("{previous}", index == 0 ? "" : way(page, pages.get(index - 1), "prev", "← %s"))
        .replace(
            "{next}",
            index + 1 == pages.size() ? "" : way(page, pages.get(index + 1), "next", "%s →"))
        .replace("{root}", page.toRoot())
        .replace("{body}", html(page.content()));
  }

  /** Tabs and bookmarks show the book's name, too; the front page has no other. */
  private static String name(Page page) {
    return page.title().equals("Loose Threads") ? page.title() : page.title() + " · Loose Threads";
  }

  private static String html(Element content) {
    // What may be too wide scrolls by itself, so it must be reachable without a mouse.
    content.select("pre").attr("tabindex", "0");
    // Asciidoctor writes widths as inline styles; columns are as wide as what is in them.
    content.select("col[style]").removeAttr("style");
    content.select("table").wrap("<div class=\"scrolls\" tabindex=\"0\"></div>");
    var whole = new Document("");
    whole.outputSettings().prettyPrint(false);
    whole.appendChild(content);
    return content.html();
  }

  private static String way(Page from, Page to, String rel, String label) {
    return "<a rel=\"%s\" href=\"%s%s\">%s</a>"
        .formatted(rel, from.toRoot(), to.path(), label.formatted(Html.escape(to.title())));
  }

  private String navigation(Page page) {
    return catalog.chapters().stream().map(c -> chapter(c, page)).collect(Collectors.joining("\n"))
        + pages.stream()
            .skip(1)
            .filter(p -> !p.path().startsWith("katas/"))
            .map(p -> "\n<p>" + link(page, p.path(), Html.escape(p.title())) + "</p>")
            .collect(Collectors.joining());
  }

  private String chapter(Chapter chapter, Page page) {
    String items =
        catalog.katas().stream()
            .filter(k -> k.chapter().equals(chapter.name()))
            .map(k -> "<li>" + link(page, "katas/" + k.id() + ".html", label(k)) + "</li>")
            .collect(Collectors.joining("\n"));
    return "<p>%s</p>\n<ul>\n%s\n</ul>".formatted(Html.escape(chapter.title()), items);
  }

  private static String label(Kata kata) {
    return "<b>%s</b> %s".formatted(kata.id(), Html.escape(kata.title()));
  }

  private static String link(Page from, String path, String label) {
    String current = path.equals(from.path()) ? " aria-current=\"page\"" : "";
    return "<a href=\"%s%s\"%s>%s</a>".formatted(from.toRoot(), path, current, label);
  }
}
