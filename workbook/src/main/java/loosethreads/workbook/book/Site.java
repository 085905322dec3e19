package loosethreads.workbook.book;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;

/**
 * Renders {@code docs/} into a folder of pages that need no server, no script and nothing from
 * elsewhere.
 */
public final class Site {
  private final Checkout checkout;
  private final Path out;
  private final Path docs;
  private final List<String> problems = new ArrayList<>();

  private Site(Checkout checkout, Path out) {
    this.checkout = checkout;
    this.out = out;
    this.docs = checkout.root().resolve("docs");
  }

  /**
   * Renders the book.
   *
   * @param out where the pages go; what an earlier book left there is removed
   */
  public static SiteResult render(Checkout checkout, Path out) {
    long start = System.nanoTime();
    Site site = new Site(checkout, out);
    try {
      int pages = site.render();
      return new SiteResult(
          out.resolve("index.html"), pages, site.problems, (System.nanoTime() - start) / 1_000_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int render() throws IOException {
    removeOldPages();
    Catalog catalog = Catalog.read(checkout);
    List<Page> pages = new ArrayList<>();
    pages.add(Page.of("index.html", docs.resolve("index.adoc"), Contents.of(catalog)));
    for (Kata kata : catalog.katas()) {
      pages.add(kataPage(kata, catalog));
    }
    pages.add(Page.of("reference.html", docs.resolve("reference.adoc"), ""));

    List<Rendered> rendered = new ArrayList<>();
    try (var book = new Book(checkout, keepOriginals(catalog))) {
      for (Page page : pages) {
        rendered.add(book.convert(page));
      }
      problems.addAll(book.problems());
    }
    var shell = new PageShell(catalog, rendered);
    for (int i = 0; i < rendered.size(); i++) {
      Path file = out.resolve(rendered.get(i).path());
      Files.createDirectories(file.getParent());
      Files.writeString(file, shell.around(i));
    }
    copyAssets();
    problems.addAll(new LinkCheck(out).problems());
    return rendered.size();
  }

  private Page kataPage(Kata kata, Catalog catalog) {
    try {
      return KataPage.of(
          checkout,
          kata,
          catalog.chapterOf(kata),
          Fix.of(checkout, kata),
          new Originals(checkout).files(kata));
    } catch (IOException e) {
      problems.add(kata.id() + ": " + e.getMessage() + " can't be read");
      return new Page("katas/" + kata.id() + ".html", docs, "= " + kata.id() + "\n");
    }
  }

  /** The learner may be editing the programs; the book shows them as they were. */
  private Path keepOriginals(Catalog catalog) throws IOException {
    Path folder = checkout.state().resolve("book");
    for (Kata kata : catalog.katas()) {
      for (var file : new Originals(checkout).files(kata).entrySet()) {
        Files.createDirectories(folder);
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
    return folder;
  }

  private void copyAssets() throws IOException {
    try (InputStream css = Site.class.getResourceAsStream("site.css")) {
      Files.copy(css, out.resolve("site.css"), StandardCopyOption.REPLACE_EXISTING);
    }
    Path images = docs.resolve("images");
    if (Files.isDirectory(images)) {
      Files.createDirectories(out.resolve("images"));
      try (Stream<Path> files = Files.list(images)) {
        for (Path image : files.toList()) {
          Files.copy(
              image,
              out.resolve("images").resolve(image.getFileName()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Only pages: a folder that somebody named by mistake keeps everything else. */
  private void removeOldPages() throws IOException {
    if (!Files.isDirectory(out)) {
      return;
    }
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        Files.delete(file);
      }
    }
  }
}
