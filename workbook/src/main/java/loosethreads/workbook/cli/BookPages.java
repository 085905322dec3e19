package loosethreads.workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Pages;

/** Pages of the rendered book; renders it when something is newer than the pages are. */
final class BookPages implements Pages {
  private final Checkout checkout;

  BookPages(Checkout checkout) {
    this.checkout = checkout;
  }

  /** Where the book goes if nobody says otherwise. */
  static Path folder(Checkout checkout) {
    return checkout.state().resolve("site");
  }

  @Override
  public Path of(Kata kata) throws IOException, InterruptedException {
    Path page = folder(checkout).resolve("katas").resolve(kata.id() + ".html");
    if (!isCurrent(page)) {
      render();
    }
    if (!Files.isRegularFile(page)) {
      throw new IOException("the book has no page for " + kata.id() + "; see: ./kata site");
    }
    return page;
  }

  /**
   * The folder of all pages, ready to be read.
   *
   * @param rendering is run before that takes half a minute
   * @throws IOException if the book can't be rendered
   */
  Path all(Runnable rendering) throws IOException, InterruptedException {
    Path front = folder(checkout).resolve("index.html");
    if (!isCurrent(front)) {
      rendering.run();
      render();
    }
    if (!Files.isRegularFile(front)) {
      throw new IOException("the book has no front page; see: ./kata site");
    }
    return folder(checkout);
  }

  private boolean isCurrent(Path page) throws IOException {
    if (!Files.isRegularFile(page)) {
      return false;
    }
    FileTime rendered = Files.getLastModifiedTime(page);
    // Not the learner's files: the book shows the originals.
    for (String source : List.of("docs", "katas/katas.json", "katas/src/test", "solutions")) {
      try (Stream<Path> files = Files.walk(checkout.root().resolve(source))) {
        for (Path file : files.filter(f -> !f.toString().contains("target")).toList()) {
          if (Files.getLastModifiedTime(file).compareTo(rendered) > 0) {
            return false;
          }
        }
      }
    }
    return Files.getLastModifiedTime(checkout.workbookJar()).compareTo(rendered) < 0;
  }

  /** In a JVM of its own: JRuby takes 200 MB and leaves a thread. */
  private void render() throws IOException, InterruptedException {
    Process site =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-preview",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dkata.root=" + checkout.root(),
                "-Dkata.state=" + checkout.state(),
                "-Dkata.jars=" + checkout.jars(),
                "-cp",
                System.getProperty("java.class.path"),
                "loosethreads.workbook.cli.Main",
                "site")
            .redirectErrorStream(true)
            .redirectOutput(checkout.state().resolve("site.log").toFile())
            .start();
    try {
      site.getOutputStream().close();
      if (!site.waitFor(5, TimeUnit.MINUTES)) {
        throw new IOException("rendering the book takes too long; see: ./kata site");
      }
    } finally {
      site.destroyForcibly();
    }
  }
}
