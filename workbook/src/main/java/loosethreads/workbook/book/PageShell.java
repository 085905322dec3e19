package loosethreads.workbook.book;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Chapter;
import loosethreads.workbook.kata.Kata;

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
      <title>{title} · Loose Threads</title>
      <link rel="stylesheet" href="{root}site.css">
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
  private final List<Rendered> pages;

  PageShell(Catalog catalog, List<Rendered> pages) {
    this.catalog = catalog;
    this.pages = pages;
  }

  /** The whole page. */
  String around(int index) {
    Rendered page = pages.get(index);
    return PAGE.replace("{title}", page.title())
        .replace("{nav}", navigation(page))
        .replace("{previous}", index == 0 ? "" : way(page, pages.get(index - 1), "prev", "← "))
        .replace(
            "{next}",
            index + 1 == pages.size() ? "" : way(page, pages.get(index + 1), "next", "→ "))
        .replace("{root}", page.toRoot())
        .replace("{body}", page.body());
  }

  private static String way(Rendered from, Rendered to, String rel, String arrow) {
    return "<a rel=\"%s\" href=\"%s%s\">%s%s</a>"
        .formatted(rel, from.toRoot(), to.path(), arrow, to.title());
  }

  private String navigation(Rendered page) {
    return catalog.chapters().stream().map(c -> chapter(c, page)).collect(Collectors.joining("\n"))
        + "\n<p>"
        + link(page, "reference.html", "Reference")
        + "</p>";
  }

  private String chapter(Chapter chapter, Rendered page) {
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

  private static String link(Rendered from, String path, String label) {
    String current =
        Optional.of(path).filter(from.path()::equals).map(_ -> " aria-current=\"page\"").orElse("");
    return "<a href=\"%s%s\"%s>%s</a>".formatted(from.toRoot(), path, current, label);
  }
}
