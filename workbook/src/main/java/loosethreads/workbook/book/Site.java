package loosethreads.workbook.book;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;
import org.jsoup.nodes.Element;

/**
 * Renders {@code docs/} into a folder of pages that need no server, no script and nothing from
 * elsewhere.
 */
public final class Site {
  private static final List<String> ASSETS =
      List.of(
          "site.css",
          "site.js",
          "theme.js",
          "search.js",
          "thread.svg",
          "live/live.css",
          "live/live.js",
          "live/chart.js",
          "live/editor.js",
          "live/figure.js",
          "live/file.js",
          "live/kata.js",
          "live/listings.js",
          "live/marks.js",
          "live/parts.js",
          "live/run.js",
          "live/server.js");

  private final Checkout checkout;
  private final Path out;
  private final Path docs;
  private final Problems problems;
  private final BenchFigures figures;

  private Site(Checkout checkout, Path out) {
    this.checkout = checkout;
    this.out = out;
    this.docs = checkout.root().resolve("docs");
    this.problems = new Problems(checkout.root());
    this.figures = new BenchFigures(new Measured(checkout.root()), problems);
  }

  /**
   * Renders the book.
   *
   * @param out where the pages go: a folder that is empty, is not there yet, or holds an earlier
   *     book, whose pages are removed
   * @throws UncheckedIOException if that folder holds something else, or can't be written
   */
  public static SiteResult render(Checkout checkout, Path out) {
    long start = System.nanoTime();
    Site site = new Site(checkout, out);
    try {
      int pages = site.render();
      return new SiteResult(
          out.resolve("index.html"),
          pages,
          site.problems.lines(),
          (System.nanoTime() - start) / 1_000_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int render() throws IOException {
    var folder = new OutFolder(out, checkout.state());
    Catalog catalog = Catalog.read(checkout);
    Contents contents = Contents.read(docs, problems);
    Page front;
    List<Shelf> shelves;
    var charts = new Charts(checkout, catalog, problems);
    try (var book = new Book(checkout, keepOriginals(catalog), problems)) {
      front = page(book, "index");
      shelves =
          new Shelves(
                  catalog,
                  name -> charts.drawn(page(book, name)),
                  kata -> kataPage(book, kata, catalog, charts))
              .of(contents);
    }
    front.content().append(FrontPage.contents(shelves));
    var shell = new PageShell(front, shelves, contents.edit());
    List<Page> pages = shell.pages();
    folder.write("search-index.js", SearchIndex.of(pages));
    for (int i = 0; i < pages.size(); i++) {
      folder.write(pages.get(i).path(), shell.around(i));
    }
    refuseForgotten(pages);
    folder.list(pages.stream().map(Page::path).toList());
    copyAssets(folder);
    new LinkCheck(out, pages, problems).check();
    return pages.size();
  }

  private Page page(Book book, String name) {
    Path source = docs.resolve(name + ".adoc");
    String path = name + ".html";
    if (Files.isRegularFile(source)) {
      return figures.drawn(book.page(path, source));
    }
    problems.add(source, "is missing");
    return new Page(path, source, path, "", "", new Element("body"));
  }

  /** A page that no shelf has would never be found. */
  private void refuseForgotten(List<Page> pages) throws IOException {
    List<Path> sources = pages.stream().map(Page::source).toList();
    try (Stream<Path> files = Files.walk(docs)) {
      files
          .filter(f -> f.toString().endsWith(".adoc"))
          .filter(f -> !f.startsWith(docs.resolve("decisions")) && !sources.contains(f))
          .sorted()
          .forEach(f -> problems.add(f, "stands on no shelf of docs/contents.json"));
    }
  }

  private Page kataPage(Book book, Kata kata, Catalog catalog, Charts charts) {
    Page written = page(book, "katas/" + kata.id());
    Path source = written.source();
    Map<String, byte[]> originals = new Originals(checkout).files(kata);
    try {
      return new KataPage(checkout, kata, originals, problems)
          .completed(
              written, catalog.chapterOf(kata).title(), Fix.shown(checkout, kata), charts.of(kata));
    } catch (IOException | UncheckedIOException e) {
      problems.add(source, "needs " + e.getMessage() + ", which can't be read");
    } catch (Fix.UnusableFix e) {
      problems.add(source, e.getMessage());
    }
    return written;
  }

  /** The learner may be editing the programs; the book shows them as they were. */
  private Path keepOriginals(Catalog catalog) throws IOException {
    Path folder = checkout.state().resolve("book");
    Files.createDirectories(folder);
    for (Kata kata : catalog.katas()) {
      for (var file : new Originals(checkout).files(kata).entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
    return folder;
  }

  private void copyAssets(OutFolder folder) throws IOException {
    for (String asset : ASSETS) {
      try (InputStream content = Site.class.getResourceAsStream(asset)) {
        folder.copy(asset, content);
      }
    }
    Path images = docs.resolve("images");
    if (Files.isDirectory(images)) {
      try (Stream<Path> files = Files.list(images)) {
        for (Path image : files.filter(Files::isRegularFile).toList()) {
          try (InputStream content = Files.newInputStream(image)) {
            folder.copy("images/" + image.getFileName(), content);
          }
        }
      }
    }
  }
}
