package loosethreads.workbook.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The rendered book, file by file. Lists no folder and follows no symbolic link. */
final class StaticPages implements HttpHandler {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("gif", "image/gif"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("woff2", "font/woff2"));

  private final Path folder;

  /**
   * Pages of a folder.
   *
   * @param folder may itself be reached by a symbolic link
   */
  StaticPages(Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = Paths.of(exchange);
    Path file =
        find(path).orElseThrow(() -> new Refused(404, "The book has no page of that name."));
    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = content.readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", type(file));
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      // To this server, 0 would mean: a length that is not known yet.
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  /** The filter let plain paths through only; here we make sure that nothing leads elsewhere. */
  private Optional<Path> find(String path) throws IOException {
    Path file = folder.resolve(path.equals("/") ? "index.html" : path.substring(1)).normalize();
    boolean inside =
        (path.equals("/") || !path.endsWith("/"))
            && file.startsWith(folder)
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && file.toRealPath().equals(file);
    return inside ? Optional.of(file) : Optional.empty();
  }

  private static String type(Path file) {
    String name = file.getFileName().toString();
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }
}
