package loosethreads.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The book of this checkout, rendered once by {@code ./kata site} as a reader would do it. */
final class RenderedBook {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path OUT = ROOT.resolve("docs/target/site");
  private static final List<String> PAGES = render();

  private RenderedBook() {}

  /** Its pages, as paths from its root: {@code katas/K11.html}. */
  static List<String> pages() {
    return PAGES;
  }

  static Path folder() {
    return OUT;
  }

  /** Serves it on loopback. */
  static HttpServer serve() {
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            OUT,
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    return server;
  }

  private static List<String> render() {
    try {
      Process kata =
          new ProcessBuilder(ROOT.resolve("kata").toString(), "site", "--out", OUT.toString())
              .redirectErrorStream(true)
              .start();
      kata.getOutputStream().close();
      String said = new String(kata.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(kata.waitFor()).as(said).isZero();
      try (Stream<Path> files = Files.walk(OUT)) {
        return files
            .filter(f -> f.toString().endsWith(".html"))
            .map(f -> OUT.relativize(f).toString())
            .sorted()
            .toList();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
