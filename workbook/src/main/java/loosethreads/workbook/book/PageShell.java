package loosethreads.workbook.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What every page has around its content: skip link, header, navigation, the way to the next page.
 *
 * <p>Nothing in it needs a script, and no script or style stands in the page itself.
 */
final class PageShell {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en" data-root="{root}">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>{name}</title>{description}
      <link rel="stylesheet" href="{root}site.css">
      <link rel="icon" href="{root}thread.svg" type="image/svg+xml">
      <script src="{root}theme.js"></script>
      <script src="{root}site.js" defer></script>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      <header><a class="home" href="{root}index.html">Loose Threads</a> <span>a thread that nobody can end is a leak</span> <a class="contents" href="{root}index.html#contents">Contents</a></header>
      <div class="columns">
      <nav class="book" aria-label="Book">
      {nav}
      </nav>
      <main id="content" tabindex="-1">
      {crumbs}
      <h1>{title}</h1>
      {body}
      <nav class="way" aria-label="Previous and next page">{previous}{next}</nav>
      {edit}
      </main>
      {here}
      </div>
      </body>
      </html>
      """;

  /** What is too short to get lost in needs no map. */
  private static final int SECTIONS_WORTH_A_LIST = 3;

  private static final Pattern NUMBERED = Pattern.compile("(K\\d+) · (.*)");

  private final List<Shelf> shelves;
  private final List<Page> pages = new ArrayList<>();
  private final Optional<String> edit;

  /**
   * The shell around the pages of a book.
   *
   * @param edit where sources can be edited; {@code docs/…} is added
   */
  PageShell(Page front, List<Shelf> shelves, Optional<String> edit) {
    this.shelves = shelves;
    this.edit = edit;
    pages.add(front);
    shelves.forEach(shelf -> pages.addAll(shelf.pages()));
  }

  /** All pages in reading order. */
  List<Page> pages() {
    return pages;
  }

  /** The whole page. */
  String around(int index) {
    Page page = pages.get(index);
    return PAGE.replace("{name}", Html.escape(name(page)))
        .replace("{description}", description(page))
        .replace("{title}", Html.escape(page.title()))
        .replace("{nav}", navigation(page))
        .replace("{crumbs}", crumbs(page))
        .replace("{previous}", index == 0 ? "" : way(page, pages.get(index - 1), "prev", "← %s"))
        .replace(
            "{next}",
            index + 1 == pages.size() ? "" : way(page, pages.get(index + 1), "next", "%s →"))
        .replace("{edit}", edit.map(folder -> editLink(folder, page)).orElse(""))
        .replace("{here}", here(page))
        .replace("{root}", page.toRoot())
        .replace("{body}", html(page.content()));
  }

  /** Tabs and bookmarks show the book's name, too; the front page has no other. */
  private static String name(Page page) {
    return page.title().equals("Loose Threads") ? page.title() : page.title() + " · Loose Threads";
  }

  private static String description(Page page) {
    return page.description().isEmpty()
        ? ""
        : "\n<meta name=\"description\" content=\"%s\">".formatted(Html.escape(page.description()));
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

  private String crumbs(Page page) {
    return shelves.stream()
        .filter(shelf -> shelf.has(page))
        .map(shelf ->
            """
            <nav class="crumbs" aria-label="You are here"><ol>
            <li><a href="{root}index.html">Loose Threads</a></li>
            <li><a href="{root}index.html#%s">%s</a></li>
            </ol></nav>\
            """
                .formatted(shelf.id(), Html.escape(shelf.title())))
        .collect(Collectors.joining());
  }

  private static String here(Page page) {
    List<Element> sections = page.content().select("h2[id]");
    if (sections.size() < SECTIONS_WORTH_A_LIST || page.path().equals("index.html")) {
      return "";
    }
    return sections.stream()
        .map(h ->
            "<li><a href=\"#%s\">%s</a></li>".formatted(Html.escape(h.id()), Html.escape(h.text())))
        .collect(
            Collectors.joining(
                "\n",
                "<nav class=\"here\" aria-label=\"On this page\">\n<p>On this page</p>\n<ul>\n",
                "\n</ul>\n</nav>"));
  }

  private static String editLink(String folder, Page page) {
    String source = page.path().replaceFirst("html$", "adoc");
    return "<p class=\"edit\"><a href=\"%sdocs/%s\">Edit this page</a></p>"
        .formatted(Html.escape(folder), source);
  }

  private String navigation(Page page) {
    return shelves.stream().map(shelf -> shelf(shelf, page)).collect(Collectors.joining("\n"));
  }

  private static String shelf(Shelf shelf, Page page) {
    return shelf.pages().stream()
        .map(p -> "<li>" + link(page, p) + "</li>")
        .collect(
            Collectors.joining(
                "\n",
                "<details%s><summary>%s</summary>\n<ul>\n"
                    .formatted(shelf.has(page) ? " open" : "", Html.escape(shelf.title())),
                "\n</ul></details>"));
  }

  /** A page's title for a list of links; a kata's number stands out. */
  static String label(Page page) {
    return NUMBERED.matcher(Html.escape(page.title())).replaceFirst("<b>$1</b> $2");
  }

  private static String link(Page from, Page to) {
    String current = to.path().equals(from.path()) ? " aria-current=\"page\"" : "";
    return "<a href=\"%s%s\"%s>%s</a>".formatted(from.toRoot(), to.path(), current, label(to));
  }
}
