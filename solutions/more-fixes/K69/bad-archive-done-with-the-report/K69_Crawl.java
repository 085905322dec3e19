// Tempting: the report comes at the end of every crawl. When it is there, no page comes any more.
// Rejected as wrong: a report is there as well when nobody wants it any more. The crawl goes on,
// and its archive is closed.
package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.softwaremill.jox.Channel;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wild.K69_Crawler.Order;
import wild.K69_Crawler.Page;
import wild.K69_Crawler.Report;

/** One crawl: page after page, level by level, the pages of a level side by side. */
public class K69_Crawl {
  private static final Pattern LINK = Pattern.compile("href=\"([^\"#]*)");
  private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";]*)");

  private final Order order;
  private final HttpClient client;
  private final Duration timeout;
  private final CompletableFuture<Report> report = new CompletableFuture<>();
  private final Set<URI> seen = ConcurrentHashMap.newKeySet();
  private final Queue<URI> links = new ConcurrentLinkedQueue<>();
  private final List<URI> pages = new CopyOnWriteArrayList<>();
  private final List<URI> broken = new CopyOnWriteArrayList<>();
  private final Channel<Page> archived = Channel.newUnlimitedChannel();
  private final List<K69_Feed> feeds = new CopyOnWriteArrayList<>();
  private final Set<Future<?>> asked = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;
  private boolean over;

  K69_Crawl(Order order, HttpClient shared, Duration timeout) {
    this.order = order;
    this.timeout = timeout;
    report.whenComplete((_, _) -> archived.done());
    // Who is logged in has cookies, and they are nobody else's.
    this.client =
        order.login().isPresent()
            ? HttpClient.newBuilder().cookieHandler(new CookieManager()).build()
            : shared;
  }

  /** How it went; what comes here once it is known. */
  public Future<Report> report() {
    return report;
  }

  /** Follows the crawl from now on. */
  public synchronized K69_Feed follow() {
    var feed = new K69_Feed(feeds::remove);
    if (over) {
      feed.over();
    } else {
      feeds.add(feed);
    }
    return feed;
  }

  void begin(Runnable atTheEnd) {
    Thread.ofVirtual().name("crawl").start(() -> run(atTheEnd));
  }

  /** Ends the crawl before its time. */
  void stop() {
    stopped = true;
    asked.forEach(answer -> answer.cancel(true));
  }

  private void run(Runnable atTheEnd) {
    var pace = order.log().map(log -> new K69_Pace(log, this::count));
    try {
      if (order.login().isPresent()) {
        fetch(order.login().get());
      }
      crawl();
      report.complete(new Report(List.copyOf(pages), List.copyOf(broken)));
    } catch (Throwable e) {
      report.completeExceptionally(stopped ? new CancellationException("closed") : e);
    } finally {
      pace.ifPresent(K69_Pace::over);
      endFeeds();
      if (order.login().isPresent()) {
        // Whoever made a client closes it. The shared one is not ours.
        client.close();
      }
      atTheEnd.run();
    }
  }

  private void crawl() throws InterruptedException {
    order.archive().ifPresent(a -> Thread.ofVirtual().name("archive").start(() -> keep(a)));
    int visited = 0;
    seen.add(order.start());
    List<URI> level = List.of(order.start());
    while (!level.isEmpty()) {
      int left = order.limit() - visited;
      if (level.size() > left) {
        visit(level.subList(0, left));
        return;
      }
      visit(level);
      visited += level.size();
      level = List.copyOf(links);
      links.clear();
    }
  }

  private void visit(List<URI> level) throws InterruptedException {
    var missing = new CountDownLatch(level.size());
    for (URI address : level) {
      Thread.ofVirtual().name("page").start(() -> visit(address, missing));
    }
    missing.await();
    if (stopped) {
      throw new CancellationException("closed");
    }
  }

  private void visit(URI address, CountDownLatch missing) {
    try {
      Page page = fetch(address);
      pages.add(address);
      if (order.archive().isPresent()) {
        archived.send(page);
      }
      links(page).filter(seen::add).forEach(links::add);
      feeds.forEach(feed -> feed.add("found " + address));
    } catch (IOException | InterruptedException | RuntimeException e) {
      // Whatever it was: the page could not be read, and the report says so.
      broken.add(address);
      feeds.forEach(feed -> feed.add("broken " + address));
    } finally {
      missing.countDown();
    }
  }

  private Page fetch(URI address) throws IOException, InterruptedException {
    var answer =
        client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
    asked.add(answer);
    try {
      if (stopped) {
        throw new IOException("closed");
      }
      var response = answer.get(timeout.toMillis(), MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException(address + " answers " + response.statusCode());
      }
      return new Page(address, new String(response.body(), charset(response)));
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      throw new IOException(address + " does not answer", e);
    } finally {
      answer.cancel(true);
      asked.remove(answer);
    }
  }

  private static Charset charset(HttpResponse<?> response) {
    var charset = CHARSET.matcher(response.headers().firstValue("Content-Type").orElse(""));
    return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
  }

  private Stream<URI> links(Page page) {
    return LINK.matcher(page.text())
        .results()
        .flatMap(link -> address(page, link.group(1)).stream())
        .filter(link -> order.start().getScheme().equals(link.getScheme()))
        .filter(link -> order.start().getAuthority().equals(link.getAuthority()));
  }

  private static Optional<URI> address(Page page, String link) {
    try {
      return Optional.of(page.address().resolve(link));
    } catch (IllegalArgumentException e) {
      // What is no address leads nowhere.
      return Optional.empty();
    }
  }

  private void keep(Consumer<Page> archive) {
    try {
      archived.forEach(archive);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private synchronized void endFeeds() {
    over = true;
    feeds.forEach(K69_Feed::over);
  }

  private String count() {
    return "%d pages, %d broken".formatted(pages.size(), broken.size());
  }
}
