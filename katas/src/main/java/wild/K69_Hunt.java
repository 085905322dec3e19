package wild;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import wild.K69_Crawler.Order;

/**
 * Runs the crawler as in production, so that there is something to hunt: in each round a crawl for
 * each kind of customer, of a site of its own on this machine. You need not change anything here.
 *
 * <pre>java -cp 'katas/target/lib/*' katas/src/main/java/wild/K69_Hunt.java</pre>
 */
class K69_Hunt {
  private static final Map<String, List<String>> LINKS =
      Map.of(
          "/", List.of("/news", "/shop", "/about", "/gone"),
          "/news", List.of("/news/1", "/news/2", "/news/3"),
          "/shop", List.of("/", "/shop/tea"),
          "/about", List.of("/old"),
          "/members", List.of("/members/list"));

  private final HttpServer site = HttpServer.create(address(0), 0);
  private final K69_Crawler crawler = new K69_Crawler(Duration.ofSeconds(5));

  private K69_Hunt() throws IOException {}

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Runs until it is stopped; serves the endpoint on port 8069, or on the one that is named. */
  public static void main(String... args) throws Exception {
    new K69_Hunt().run(args.length == 0 ? 8069 : Integer.parseInt(args[0]));
  }

  private void run(int port) throws Exception {
    site.createContext("/", K69_Hunt::answer);
    site.start();
    try (var endpoint = new K69_DebugEndpoint(port)) {
      for (int round = 1; ; round++) {
        serveEachCustomer();
        System.out.printf(
            "round %d: crawled 5 times, pid %d, threads at %s%n",
            round, ProcessHandle.current().pid(), endpoint.address());
        Thread.sleep(1000);
      }
    }
  }

  private void serveEachCustomer() throws Exception {
    Order news = new Order(at("/news"), 100);
    await(crawler.start(news.loggedEvery(Duration.ofHours(1), _ -> {})));
    await(crawler.start(new Order(at("/"), 5).archivedBy(_ -> {})));
    await(crawler.start(new Order(at("/members"), 100).loggedInAt(at("/login"))));
    await(crawler.start(new Order(at("/about"), 100)));
    K69_Crawl crawl = crawler.start(news);
    try (var feed = crawl.follow()) {
      feed.next();
      await(crawl);
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + site.getAddress().getPort() + path);
  }

  /** Nobody waits for a report that takes too long. */
  private static void await(K69_Crawl crawl) throws InterruptedException {
    try {
      crawl.report().get(2, SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.out.println("a report is missing: " + e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      var headers = exchange.getResponseHeaders();
      String charset = path.equals("/old") ? "x-mac-klingon" : "utf-8";
      headers.set("Content-Type", "text/html; charset=" + charset);
      if (path.equals("/login")) {
        headers.set("Set-Cookie", "member=1");
      }
      String links =
          LINKS.getOrDefault(path, List.of()).stream()
              .map("<a href=\"%s\">there</a>"::formatted)
              .collect(Collectors.joining("\n"));
      byte[] body = links.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(path.equals("/gone") ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
