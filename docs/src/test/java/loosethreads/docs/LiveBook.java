package loosethreads.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./kata live} in a copy of this checkout: whatever a test does, nobody's files change. */
final class LiveBook implements AutoCloseable {
  private static final Path REAL = Path.of("").toAbsolutePath().getParent();
  private static final String NOT_COPIED =
      "(.*/)?(\\.git|\\.kata|target/(?!lib/|[^/]*\\.(jar|built)$).+)(/.*)?";
  private static final String SAID = "Live pages: ";
  private static final int PATIENCE = 60;

  private final Path root;
  private final Process kata;
  private final String url;

  /** Starts it, in a folder that is empty. */
  LiveBook(Path folder) throws IOException {
    root = folder;
    copy(REAL, root);
    haveTheTimesOf(REAL, root);
    // Rendered already; and newer than all that it is made of.
    try (Stream<Path> pages = Files.walk(RenderedBook.folder())) {
      for (Path page : pages.filter(Files::isRegularFile).toList()) {
        Path copy = root.resolve(".kata/site").resolve(RenderedBook.folder().relativize(page));
        Files.createDirectories(copy.getParent());
        Files.copy(page, copy);
      }
    }
    Path complaints = root.resolve(".kata/live.log");
    kata =
        new ProcessBuilder(root.resolve("kata").toString(), "live", "--no-open")
            .redirectError(complaints.toFile())
            .start();
    kata.getOutputStream().close();
    url = url(kata.inputReader(), complaints);
  }

  private static String url(BufferedReader said, Path complaints) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(SAID)) {
        return line.substring(SAID.length());
      }
    }
    throw new IllegalStateException("no address: " + Files.readString(complaints));
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file));
      Files.createDirectories(copy.getParent());
      // With its time: the script must not see a reason to build.
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static List<Path> files(Path from) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !from.relativize(f).toString().replace('\\', '/').matches(NOT_COPIED))
          .toList();
    }
  }

  /** Folders are as old as the last file that came or went; that is a reason to build, too. */
  private static void haveTheTimesOf(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(to)) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        Files.setLastModifiedTime(
            folder, Files.getLastModifiedTime(from.resolve(to.relativize(folder))));
      }
    }
  }

  /** The address to open, with the token in it. */
  String url() {
    return url;
  }

  /** Where a page is: {@code katas/K11.html}. */
  String url(String page) {
    return url.substring(0, url.indexOf('#')) + page;
  }

  String token() {
    return url.substring(url.indexOf("#t=") + 3);
  }

  int port() {
    return URI.create(url).getPort();
  }

  /** The file that a learner edits to solve K11. */
  Path ticker() {
    return root.resolve("katas/src/main/java/context/K11_PriceTicker.java");
  }

  /** How K11 can be solved. */
  String solvedTicker() throws IOException {
    return Files.readString(root.resolve("solutions/src/main/java/context/K11_PriceTicker.java"));
  }

  @Override
  public void close() {
    kata.destroy();
    try {
      assertThat(kata.waitFor(PATIENCE, TimeUnit.SECONDS)).as("it ends when it is told").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kata.destroyForcibly();
    }
  }
}
