// Tempting: one client for all has one cookie jar for all.
// Rejected as wrong: whoever crawls after a member is taken for that member.
package wild;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Crawls web sites, for whoever wants to know which pages there are and which links are broken.
 *
 * <p>This is a whole service: some crawls at a time, each with what its customer ordered. One wants
 * a line in the log every hour. One wants the pages kept. One has a site that asks for a login, and
 * some follow their crawl in the browser.
 *
 * <p>In production: nobody complains. The reports are right, closing is quick, and so is the start
 * afterwards, which is needed about once a week. The number of threads goes up every day, in steps
 * that no one customer explains.
 *
 * <p>What a crawler promises:
 *
 * <ul>
 *   <li>{@link #start} does not wait. A crawl begins at one page and follows the links that stay on
 *       the site, the nearest pages first, each once. It asks for no more pages than its limit.
 *   <li>A page is broken if it can't be fetched, is not there in time, or can't be read, whatever
 *       the reason. The report names it, and the crawl goes on. A link that is no address is not
 *       followed.
 *   <li>The pages of a crawl go to its archive, one at a time. An archive never throws, and if it
 *       is slow, the crawl does not wait for it. What was found before a crawl fails is kept, too.
 *   <li>The log gets a line every so often, and a last one when the crawl is over: how many pages.
 *   <li>A site with a login is asked for that address first. The cookies stay within the crawl. If
 *       the login fails, so does the crawl.
 *   <li>Who follows a crawl gets a line for each page from then on, found or broken, and at
 *       leisure: the crawl does not wait. Whoever has seen enough closes the feed, and all is as if
 *       it had never been.
 *   <li>{@link #close} is quick. Crawls that still run fail with a {@code CancellationException}.
 *       It may be called twice.
 *   <li>When a crawl is over and its archive has all pages, soon nothing of it is left, but for
 *       feeds that are still read.
 * </ul>
 */
public class K69_Crawler implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final Set<K69_Crawl> running = ConcurrentHashMap.newKeySet();
  private final Duration timeout;
  private boolean closed;

  /**
   * Opens a crawler.
   *
   * @param timeout how long a page may take
   */
  public K69_Crawler(Duration timeout) {
    this.timeout = timeout;
  }

  /** Starts a crawl. */
  public synchronized K69_Crawl start(Order order) {
    if (closed) {
      throw new IllegalStateException("This crawler is closed.");
    }
    var crawl = new K69_Crawl(order, client, timeout);
    running.add(crawl);
    crawl.begin(() -> running.remove(crawl));
    return crawl;
  }

  /** Ends all crawls. */
  @Override
  public synchronized void close() {
    closed = true;
    running.forEach(K69_Crawl::stop);
    client.shutdownNow();
    client.close();
  }

  /**
   * What a customer wants.
   *
   * @param start where the crawl begins
   * @param limit how many pages are asked for at most
   */
  public record Order(
      URI start,
      int limit,
      Optional<URI> login,
      Optional<Consumer<Page>> archive,
      Optional<Log> log) {
    /** An order for a report and nothing else. */
    public Order(URI start, int limit) {
      this(start, limit, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, for a site that asks for a login. */
    public Order loggedInAt(URI address) {
      return new Order(start, limit, Optional.of(address), archive, log);
    }

    /** The same, and the pages are kept. */
    public Order archivedBy(Consumer<Page> keeper) {
      return new Order(start, limit, login, Optional.of(keeper), log);
    }

    /** The same, with a line every so often. */
    public Order loggedEvery(Duration every, Consumer<String> lines) {
      return new Order(start, limit, login, archive, Optional.of(new Log(every, lines)));
    }
  }

  /** Where lines go, and how often. */
  public record Log(Duration every, Consumer<String> lines) {}

  /** A page that was found. */
  public record Page(URI address, String text) {}

  /** What there is on a site, and what should be there. */
  public record Report(List<URI> pages, List<URI> broken) {}
}
