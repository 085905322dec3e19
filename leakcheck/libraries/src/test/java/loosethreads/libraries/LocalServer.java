package loosethreads.libraries;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Somebody to talk to: answers every request with {@code hello}. All its threads end with it. */
final class LocalServer implements AutoCloseable {
  private final HttpServer server;

  private LocalServer(HttpServer server) {
    this.server = server;
  }

  static LocalServer open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", LocalServer::answer);
    server.start();
    return new LocalServer(server);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, hello.length);
      exchange.getResponseBody().write(hello);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
