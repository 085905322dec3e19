package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import wild.K69_Crawler.Order;

/** A crawl for each kind of customer of a crawler that stays. */
class K69_CrawlerRound {
  private static final HttpServer SITE = open();
  private static final K69_Crawler CRAWLER = new K69_Crawler(Duration.ofMinutes(10));

  private static HttpServer open() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", K69_CrawlerRound::answer);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String charset = path.equals("/odd") ? "x-klingon" : "utf-8";
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=" + charset);
      String links = path.equals("/") ? "<a href=\"/news\"></a><a href=\"/shop\"></a>" : "news";
      byte[] body = links.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void eachCustomerIsServed() throws Exception {
    await(CRAWLER.start(order("/", 9).loggedEvery(Duration.ofHours(1), _ -> {})));
    await(CRAWLER.start(order("/", 2).archivedBy(_ -> {})));
    await(CRAWLER.start(order("/", 9).loggedInAt(order("/login", 1).start())));
    await(CRAWLER.start(order("/odd", 9)));
    K69_Crawl crawl = CRAWLER.start(order("/", 9));
    try (var feed = crawl.follow()) {
      feed.next();
      await(crawl);
    }
  }

  private static Order order(String path, int limit) {
    var address = "http://127.0.0.1:" + SITE.getAddress().getPort() + path;
    return new Order(URI.create(address), limit);
  }

  /** One of the reports never comes, and nobody waits for it for long. */
  private static void await(K69_Crawl crawl) throws Exception {
    try {
      crawl.report().get(500, MILLISECONDS);
    } catch (TimeoutException e) {
      // That is the one.
    }
  }
}
