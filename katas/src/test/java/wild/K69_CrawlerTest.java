package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import wild.K69_Crawler.Page;
import wild.K69_Crawler.Report;

/**
 * The five leak tests run first, one for each kind of thread that is left behind. They look while
 * the crawler is open: a service is closed once a month, and what waits for that is left behind.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K69_CrawlerTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** A test that waits longer is stopped, and can't say what it waited for. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(12);

  /** So long that no page which answers at all can be late. */
  private static final Duration AMPLE = Duration.ofMinutes(10);

  private static final Duration HOUR = Duration.ofHours(1);

  /** More than any honest crawl has for its log. */
  private static final int MOST_LINES = 100_000;

  /** Held here, no crawl can be garbage collected together with what it left behind. */
  private static final List<K69_Crawl> CRAWLS = new CopyOnWriteArrayList<>();

  private static final String[] PAGES = {"/", "/a", "/b", "/c", "/d", "/e", "/f"};

  /** How many tests have begun. */
  private static volatile int tests;

  private Site site;
  private K69_Crawler crawler;

  /** The first requests of a JVM take long. A machine that is slow with them is given more time. */
  @BeforeAll
  static void warmUp() throws Exception {
    long start = System.nanoTime();
    try (var site = new Site();
        var client = HttpClient.newHttpClient()) {
      List<Future<?>> answers = new ArrayList<>();
      for (String path : Site.LINKS.get("/library")) {
        var request = HttpRequest.newBuilder(site.at(path)).build();
        answers.add(client.sendAsync(request, BodyHandlers.ofString()));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    }
    var took = Duration.ofNanos(System.nanoTime() - start).multipliedBy(4);
    patience = Collections.max(List.of(patience, Collections.min(List.of(took, MOST_PATIENCE))));
  }

  @BeforeEach
  void open() throws IOException {
    tests++;
    site = new Site();
    crawler = new K69_Crawler(AMPLE);
  }

  @AfterEach
  void close() throws Exception {
    close(crawler);
    site.close();
  }

  @Test
  @Order(1)
  void anArchiveIsClosedHoweverItsCrawlEnds() throws Exception {
    var archive = new LinkedBlockingQueue<Page>();
    try (var _ = LeakWatch.open()) {
      assertThat(result(start(site.order("/").archivedBy(archive::add))).pages()).hasSize(7);
      assertThat(result(start(site.order("/", 3).archivedBy(archive::add))).pages()).hasSize(3);
      for (int i = 0; i < 10; i++) {
        next(archive);
      }
      // Nobody waits for this report any more. The archive still wants the pages.
      K69_Crawl crawl = start(site.order("/hall").archivedBy(archive::add));
      site.comes(site.hallIsAsked, "the page was asked for");
      crawl.report().cancel(true);
      site.doorIsOpen.countDown();
      for (int i = 0; i < PAGES.length + 1; i++) {
        next(archive);
      }
    }
    try (var _ = LeakWatch.open()) {
      closeAtASlowPage(order -> order.archivedBy(archive::add));
    }
  }

  @Test
  @Order(2)
  void aReaderWhoLeavesLeavesNobodyBehind() throws Exception {
    List<K69_Feed> left = new ArrayList<>();
    try (var _ = LeakWatch.open()) {
      // More lines than anybody has in a buffer.
      K69_Crawl crawl = start(site.order("/library", 200));
      K69_Feed unread = crawl.follow();
      K69_Feed halfRead = crawl.follow();
      K69_Feed idle = crawl.follow();
      site.doorIsOpen.countDown();
      assertThat(result(crawl).pages()).as("the pages").hasSize(111);
      assertThat(next(halfRead)).as("the first line").contains("1 found " + site.at("/library"));
      for (int line = 2; line <= 55; line++) {
        assertThat(next(halfRead)).as("a line").get().asString().startsWith(line + " ");
      }

      unread.close();
      halfRead.close();
      idle.close();
      idle.close();
      left.addAll(List.of(unread, halfRead, idle));
    }
    for (K69_Feed feed : left) {
      assertThat(next(feed)).as("the next line of a feed that is closed").isEmpty();
    }
  }

  @Test
  @Order(3)
  void aPageThatCannotBeReadHoldsNobodyUp() throws Exception {
    for (String start : List.of("/klingon", "/gibberish", "/babel")) {
      K69_Crawl crawl;
      // Longer than usual: there is no waiting for the report, which may never come.
      try (var _ = LeakWatch.open(Duration.ofSeconds(4))) {
        crawl = start(site.order(start));
        site.comes(site.oddPages.get(start), "the odd page was asked for");
      }
      Report report = result(crawl);
      assertThat(paths(report.broken()))
          .as("what is broken")
          .contains(start.equals("/babel") ? "/klingon" : start);
      assertThat(paths(report.pages()))
          .as("what was found")
          .isEqualTo(start.equals("/babel") ? List.of("/babel") : List.of());
    }
    K69_Feed feed = start(site.order("/tower")).follow();
    site.doorIsOpen.countDown();
    assertThat(linesOf(feed))
        .as("the lines of a crawl that finds a page which can't be read")
        .containsExactly("1 found " + site.at("/tower"), "2 broken " + site.at("/klingon"));
  }

  @Test
  @Order(4)
  void aLoginLeavesNoClientBehind() throws Exception {
    try (var _ = LeakWatch.open()) {
      assertThat(result(start(site.order("/club").loggedInAt(site.at("/login")))).pages())
          .hasSize(2);
      assertThatThrownBy(() -> result(start(site.order("/club").loggedInAt(site.at("/gone")))))
          .hasCauseInstanceOf(IOException.class);
    }
    try (var _ = LeakWatch.open()) {
      closeAtASlowPage(order -> order.loggedInAt(order.start().resolve("/login")));
    }
  }

  @Test
  @Order(5)
  void aCrawlThatIsOverLogsNoMore() throws Exception {
    var log = new LinkedBlockingQueue<String>(MOST_LINES);
    try (var _ = LeakWatch.open()) {
      assertThat(result(start(site.order("/").loggedEvery(HOUR, to(log)))).pages()).hasSize(7);
      assertThat(next(log)).as("the last line").isEqualTo("7 pages, 1 broken");
    }
    assertThat(log).as("what comes behind the last line").isEmpty();
    try (var _ = LeakWatch.open()) {
      closeAtASlowPage(order -> order.loggedEvery(HOUR, to(log)));
      assertThat(next(log)).as("the last line of a crawl that was closed").startsWith("0 pages");
    }
    assertThat(log).as("what comes behind the last line of a crawl that was closed").isEmpty();
  }

  /** Closes a crawler while a crawl waits for a page. */
  private static void closeAtASlowPage(UnaryOperator<K69_Crawler.Order> wish) throws Exception {
    try (var site = new Site()) {
      var crawler = new K69_Crawler(AMPLE);
      start(crawler, wish.apply(site.order("/slow")));
      site.comes(site.slowIsAsked, "the slow page was asked for");
      close(crawler);
    }
  }

  @Test
  void everyPageIsFoundOnceAndWhatIsBrokenIsReported() throws Exception {
    for (int time = 1; time <= 2; time++) {
      site.asked.clear();
      Report report = result(start(site.order("/")));

      assertThat(paths(report.pages())).as("the pages").containsExactlyInAnyOrder(PAGES);
      assertThat(paths(report.broken())).as("what is broken").containsExactly("/missing");
      assertThat(site.asked).as("what the site was asked for").doesNotHaveDuplicates().hasSize(8);
    }
  }

  /** Whoever goes on while the page is still being read misses its last link. */
  @Test
  void aLongPageIsReadToItsEnd() throws Exception {
    // On a busy machine, who goes on too early may come late.
    for (int time = 1; time <= 3; time++) {
      Report report = result(start(site.order("/atlas")));

      assertThat(paths(report.pages())).as("the pages").containsExactlyInAnyOrder("/atlas", "/f");
      assertThat(paths(report.broken())).as("what is broken").containsExactly("/missing");
    }
  }

  @Test
  void aCrawlerCanBeOpenedAgain() throws Exception {
    for (int time = 1; time <= 3; time++) {
      var another = new K69_Crawler(AMPLE);
      assertThat(result(start(another, site.order("/"))).pages()).hasSize(PAGES.length);
      close(another);
    }
    assertThat(result(start(site.order("/"))).pages()).hasSize(PAGES.length);
  }

  @Test
  void noMorePagesThanTheLimitAreAskedFor() throws Exception {
    for (int limit : List.of(1, 3, 10, 21)) {
      site.asked.clear();
      Report report = result(start(site.order("/many", limit)));

      assertThat(site.asked).as("what was asked for, with a limit of " + limit).hasSize(limit);
      assertThat(report.pages()).as("the pages, with a limit of " + limit).hasSize(limit);
    }
    assertThat(paths(result(start(site.order("/", 5))).pages()))
        .as("the nearest pages")
        .containsExactlyInAnyOrder("/", "/a", "/b", "/c");
  }

  @Test
  void thePagesOfALevelAreFetchedSideBySide() throws Exception {
    assertThat(result(start(site.order("/meet"))).pages()).hasSize(6);
  }

  @Test
  void aPageThatIsNotThereInTimeIsBroken() throws Exception {
    var hasty = new K69_Crawler(Duration.ofMillis(50));
    for (String late : List.of("/slow", "/endless")) {
      Report report = result(start(hasty, site.order(late)));
      assertThat(paths(report.broken())).as("what is broken").containsExactly(late);
      assertThat(report.pages()).as("the pages").isEmpty();
    }
    close(hasty);
  }

  @Test
  void startingDoesNotWaitAndCrawlsDoNotWaitForEachOther() throws Exception {
    K69_Crawl slow = start(site.order("/hall"));
    site.comes(site.hallIsAsked, "the page was asked for");

    assertThat(result(start(site.order("/"))).pages()).hasSize(PAGES.length);
    assertThat(slow.report().isDone()).as("the other crawl is over").isFalse();
    site.doorIsOpen.countDown();

    assertThat(result(slow).pages()).hasSize(PAGES.length + 1);
  }

  @Test
  void closingIsQuickAndEndsEveryCrawl() throws Exception {
    List<K69_Crawl> slow = new ArrayList<>();
    slow.add(start(site.order("/slow")));
    slow.add(start(site.order("/slow").loggedInAt(site.at("/login"))));
    slow.add(start(site.order("/hall").loggedInAt(site.at("/slow"))));
    slow.add(start(site.order("/endless").archivedBy(_ -> {})));
    site.comes(site.slowIsAsked, "the slow page was asked for");
    site.comes(site.endlessIsAsked, "the endless page was asked for");

    close(crawler);

    for (K69_Crawl crawl : slow) {
      assertThatThrownBy(() -> result(crawl))
          .as("what became of a crawl that was running")
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(CancellationException.class),
              e -> assertThat(e).hasCauseInstanceOf(CancellationException.class));
    }
    close(crawler);
    assertThatThrownBy(() -> start(site.order("/"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theArchiveGetsEveryPageAndOneAtATime() throws Exception {
    var archive = new LinkedBlockingQueue<Page>();
    var busy = new AtomicBoolean();
    var overlapped = new AtomicBoolean();
    // The first page takes as long as the whole crawl. Whoever comes meanwhile is seen.
    var awake = new CountDownLatch(1);
    K69_Crawl crawl =
        start(
            site.order("/many")
                .archivedBy(page -> {
                  if (!busy.compareAndSet(false, true)) {
                    overlapped.set(true);
                  }
                  await(awake);
                  busy.set(false);
                  archive.add(page);
                }));
    Report report = result(crawl);
    awake.countDown();

    List<Page> kept = new ArrayList<>();
    while (kept.size() < 21) {
      kept.add(next(archive));
    }
    assertThat(kept.stream().map(Page::address))
        .as("the pages in the archive")
        .containsExactlyInAnyOrderElementsOf(report.pages());
    assertThat(kept.getFirst().text()).as("what is on the first page").contains("/many/20");
    assertThat(overlapped).as("the archive got a page while it had one").isFalse();
  }

  @Test
  void theCrawlDoesNotWaitForASlowArchive() throws Exception {
    var awake = new CountDownLatch(1);
    var archive = new LinkedBlockingQueue<Page>();
    var log = new LinkedBlockingQueue<String>(MOST_LINES);
    // More pages than anybody has in a buffer.
    var order = site.order("/library", 200).archivedBy(page -> keep(page, archive, awake));
    K69_Crawl crawl = start(order.loggedEvery(HOUR, to(log)));
    K69_Feed feed = crawl.follow();
    site.doorIsOpen.countDown();

    assertThat(result(crawl).pages()).hasSize(111);
    assertThat(linesOf(feed)).as("the lines while the archive is busy").hasSize(111);
    assertThat(next(log)).as("the last line while it is busy").isEqualTo("111 pages, 0 broken");
    awake.countDown();

    for (int i = 0; i < 111; i++) {
      next(archive);
    }
  }

  @Test
  void whatWasFoundBeforeTheLimitIsArchivedThoughTheArchiveIsSlow() throws Exception {
    var awake = new CountDownLatch(1);
    var archive = new LinkedBlockingQueue<Page>();
    K69_Crawl crawl = start(site.order("/many", 9).archivedBy(page -> keep(page, archive, awake)));

    assertThat(result(crawl).pages()).hasSize(9);
    awake.countDown();

    for (int i = 0; i < 9; i++) {
      next(archive);
    }
  }

  @Test
  void whatWasFoundBeforeTheCrawlerIsClosedIsArchivedThoughTheArchiveIsSlow() throws Exception {
    var awake = new CountDownLatch(1);
    var archive = new LinkedBlockingQueue<Page>();
    K69_Crawl crawl = start(site.order("/porch").archivedBy(page -> keep(page, archive, awake)));
    site.comes(site.slowIsAsked, "the slow page was asked for");
    close(crawler);
    assertThatThrownBy(() -> result(crawl)).as("a crawl that is closed").isNotNull();
    awake.countDown();

    for (String path : List.of("/porch", "/stairs")) {
      assertThat(next(archive).address()).as("a page in the archive").isEqualTo(site.at(path));
    }
  }

  @Test
  void theLogIsWrittenAgainAndAgain() throws Exception {
    var log = new LinkedBlockingQueue<String>(MOST_LINES);
    K69_Crawl crawl = start(site.order("/hall").loggedEvery(Duration.ofMillis(1), to(log)));
    for (int i = 0; i < 3; i++) {
      assertThat(next(log)).as("a line while the door is closed").isEqualTo("0 pages, 0 broken");
    }
    site.doorIsOpen.countDown();
    result(crawl);

    String last = "%d pages, 1 broken".formatted(PAGES.length + 1);
    while (!next(log).equals(last)) {}
  }

  @Test
  void aLogThatThrowsHoldsNobodyUp() throws Exception {
    Consumer<String> full =
        _ -> {
          throw new IllegalStateException("There is no room on the disk.");
        };
    K69_Crawl crawl = start(site.order("/hall").loggedEvery(HOUR, full));
    K69_Feed feed = crawl.follow();
    site.doorIsOpen.countDown();

    assertThat(result(crawl).pages()).as("the pages").hasSize(PAGES.length + 1);
    assertLines(linesOf(feed));
  }

  /** The leak tests grant 2 seconds. Whatever gives up within them has given up by then. */
  @Test
  void aSlowSiteAndASlowReaderAreNoReasonToGiveUp() throws Exception {
    var archive = new LinkedBlockingQueue<Page>();
    var log = new LinkedBlockingQueue<String>(MOST_LINES);
    K69_Crawl crawl =
        start(site.order("/sleepy").archivedBy(archive::add).loggedEvery(HOUR, to(log)));
    K69_Feed feed = crawl.follow();

    assertThat(paths(result(crawl).pages())).containsExactly("/sleepy", "/sleepy/nap", "/f");

    for (String path : List.of("/sleepy", "/sleepy/nap", "/f")) {
      assertThat(next(archive).address()).as("a page in the archive").isEqualTo(site.at(path));
    }
    assertThat(next(log)).as("the only line in the log").isEqualTo("3 pages, 0 broken");
    assertThat(linesOf(feed)).as("the lines of the feed").hasSize(3);
  }

  @Test
  void aLoginIsForOneCrawlAlone() throws Exception {
    List<K69_Crawl> members =
        Stream.of(1, 2, 3)
            .map(_ -> start(crawler, site.order("/club").loggedInAt(site.at("/login"))))
            .toList();
    for (K69_Crawl member : members) {
      assertThat(paths(result(member).pages())).containsExactlyInAnyOrder("/club", "/club/bar");
    }
    assertThat(site.cookies).as("the cookies that came along, of three crawls").hasSize(3);
    assertThat(paths(result(start(site.order("/club"))).broken()))
        .as("what is broken for somebody who is no member")
        .containsExactly("/club");
  }

  @Test
  void aLoginThatFailsIsNotHidden() throws Exception {
    assertThatThrownBy(() -> result(start(site.order("/club").loggedInAt(site.at("/missing")))))
        .as("a crawl whose login fails")
        .hasCauseInstanceOf(IOException.class);
    assertThat(site.asked).as("what the site was asked for").containsExactly("/missing");
  }

  @Test
  void whoFollowsGetsEveryLineInOrderAndAtLeisure() throws Exception {
    K69_Crawl crawl = start(site.order("/hall"));
    K69_Feed quick = crawl.follow();
    K69_Feed late = crawl.follow();
    site.doorIsOpen.countDown();

    assertLines(linesOf(quick));
    assertThat(result(crawl).pages()).as("the pages, before the other one reads").hasSize(8);
    assertLines(linesOf(late));
    assertThat(linesOf(crawl.follow())).as("the lines after the end").isEmpty();
  }

  private void assertLines(List<String> lines) {
    assertThat(lines).hasSize(PAGES.length + 2);
    assertThat(lines.getFirst()).isEqualTo("1 found " + site.at("/hall"));
    assertThat(lines).anyMatch(line -> line.endsWith(" broken " + site.at("/missing")));
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).as("a line, by its number").startsWith((i + 1) + " ");
    }
  }

  @Test
  void aReaderWhoWaitsHearsThatTheFeedIsClosed() throws Exception {
    K69_Crawl crawl = start(site.order("/hall"));
    K69_Feed feed = crawl.follow();
    K69_Feed other = crawl.follow();
    var reading = new FutureTask<>(feed::next);
    Thread reader = Thread.ofPlatform().daemon().start(reading);
    while (!waits(reader) && !reading.isDone()) {
      Thread.yield();
    }
    feed.close();

    assertThat(inTime("the reader heard of it", () -> reading.get())).as("the next line").isEmpty();
    site.doorIsOpen.countDown();
    assertThat(result(crawl).pages()).hasSize(PAGES.length + 1);
    assertLines(linesOf(other));
  }

  @Test
  void aFeedThatWasClosedIsNotKeptWhileItsCrawlGoesOn() throws Exception {
    K69_Crawl crawl = start(site.order("/hall"));
    site.comes(site.hallIsAsked, "the page was asked for");
    var closed = new WeakReference<>(followAndClose(crawl));

    long deadline = System.nanoTime() + patience.toNanos();
    while (!closed.refersTo(null) && System.nanoTime() < deadline) {
      System.gc();
    }

    assertThat(closed.refersTo(null))
        .as("nobody holds a feed that was closed, with all its lines, while its crawl goes on")
        .isTrue();
    site.doorIsOpen.countDown();
    assertThat(result(crawl).pages()).hasSize(PAGES.length + 1);
  }

  /** A method of its own: when it has returned, none of its variables holds the feed. */
  private static K69_Feed followAndClose(K69_Crawl crawl) {
    K69_Feed feed = crawl.follow();
    feed.close();
    return feed;
  }

  @Test
  void theEndpointShowsThreadsOfOneStackTogether() throws Exception {
    var over = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(Thread.ofVirtual().name("needle").start(() -> await(over)));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.yield();
      }
    }
    try (var endpoint = new K69_DebugEndpoint(0);
        var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(endpoint.address()).build();
      String page = client.send(request, BodyHandlers.ofString()).body();
      assertThat(page).contains("3 × \"needle\" virtual WAITING\n").contains("CountDownLatch");
    } finally {
      over.countDown();
    }
  }

  /** Some wait until they are woken, some look again every now and then. */
  private static boolean waits(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  private K69_Crawl start(K69_Crawler.Order order) {
    return start(crawler, order);
  }

  /** On another thread: a program that crawls in start() would keep the test from ending. */
  private static K69_Crawl start(K69_Crawler crawler, K69_Crawler.Order order) {
    try {
      K69_Crawl crawl = inTime("start() returned", () -> crawler.start(order));
      CRAWLS.add(crawl);
      return crawl;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("start() failed", e);
    }
  }

  private static void close(K69_Crawler crawler) throws Exception {
    inTime(
        "close() returned",
        () -> {
          crawler.close();
          return true;
        });
  }

  private static Report result(K69_Crawl crawl) throws Exception {
    return inTime("the crawl was over", () -> crawl.report().get());
  }

  private static Optional<String> next(K69_Feed feed) throws Exception {
    return inTime("the feed had a line, or was over", feed::next);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(patience.toNanos(), NANOSECONDS);
    assertInTime(next != null, "there was something in the log or the archive");
    return next;
  }

  /** A log for one test. Who writes without end finds it full, and closed when the test is over. */
  private static Consumer<String> to(BlockingQueue<String> log) {
    int test = tests;
    return line -> {
      if (test != tests) {
        throw new IllegalStateException("a line in the log of a test that is over");
      }
      if (!log.offer(line)) {
        Thread.yield();
      }
    };
  }

  private static List<String> linesOf(K69_Feed feed) throws Exception {
    List<String> lines = new ArrayList<>();
    for (var line = next(feed); line.isPresent(); line = next(feed)) {
      lines.add(line.get());
    }
    return lines;
  }

  private static List<String> paths(List<URI> addresses) {
    return addresses.stream().map(URI::getPath).toList();
  }

  private static <T> T inTime(String what, Callable<T> call) throws Exception {
    var task = new FutureTask<>(call);
    Thread.ofPlatform().daemon().start(task);
    try {
      return task.get(patience.toNanos(), NANOSECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, what);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofSeconds(1);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** What is interrupted while it writes has not written. */
  private static void keep(Page page, BlockingQueue<Page> archive, CountDownLatch awake) {
    try {
      awake.await();
      archive.add(page);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A small web site on this machine. */
  private static final class Site implements AutoCloseable {
    private static final Map<String, List<String>> LINKS =
        Map.ofEntries(
            Map.entry("/", List.of("/a", "/b", "/c", "/missing", "/a#top", "mailto:us@x.invalid")),
            Map.entry("/a", List.of("/d", "/b", "http://[", "http://elsewhere.invalid/")),
            Map.entry("/b", List.of("/")),
            Map.entry("/c", List.of("e", "/missing", "")),
            Map.entry("/d", List.of("/f", "ftp://127.0.0.1/f")),
            Map.entry("/e", List.of("/a")),
            Map.entry("/f", List.of()),
            Map.entry("/hall", List.of("/")),
            Map.entry("/many", numbered("/many/", 20)),
            Map.entry("/meet", numbered("/meet/", 5)),
            Map.entry("/atlas", atlas()),
            Map.entry("/porch", List.of("/stairs")),
            Map.entry("/stairs", List.of("/slow")),
            Map.entry("/tower", List.of("/klingon")),
            Map.entry("/babel", List.of("/klingon", "/gibberish")),
            Map.entry("/klingon", List.of()),
            Map.entry("/gibberish", List.of()),
            Map.entry("/library", numbered("/library/", 110)),
            Map.entry("/sleepy", List.of("/sleepy/nap")),
            Map.entry("/sleepy/nap", List.of("/f")),
            Map.entry("/login", List.of()),
            Map.entry("/club", List.of("/club/bar")),
            Map.entry("/club/bar", List.of()));

    final List<String> asked = new CopyOnWriteArrayList<>();
    final Set<String> cookies = ConcurrentHashMap.newKeySet();
    final CountDownLatch slowIsAsked = new CountDownLatch(1);
    final CountDownLatch endlessIsAsked = new CountDownLatch(1);
    final CountDownLatch hallIsAsked = new CountDownLatch(1);

    /** For a crawl from each of them. The last one asks for the other two again. */
    final Map<String, CountDownLatch> oddPages =
        Map.of(
            "/klingon", new CountDownLatch(1),
            "/gibberish", new CountDownLatch(1),
            "/babel", new CountDownLatch(5));

    final CountDownLatch doorIsOpen = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch meeting = new CountDownLatch(5);
    private final AtomicInteger members = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Site() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
      server.setExecutor(threads);
      server.createContext("/", this::answer);
      server.start();
    }

    URI at(String path) {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    K69_Crawler.Order order(String path) {
      return order(path, 100);
    }

    K69_Crawler.Order order(String path, int limit) {
      return new K69_Crawler.Order(at(path), limit);
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        int status = 200;
        switch (path) {
          case "/slow" -> {
            slowIsAsked.countDown();
            closed.await();
          }
          case "/endless" -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("<p>To be".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            endlessIsAsked.countDown();
            closed.await();
            return;
          }
          case "/hall", "/library", "/tower" -> {
            hallIsAsked.countDown();
            doorIsOpen.await();
          }
          case "/sleepy/nap" -> closed.await(2200, MILLISECONDS);
          case "/klingon", "/gibberish" -> {
            String charset = path.equals("/klingon") ? "x-klingon" : "no such?!";
            headers.set("Content-Type", "text/html; charset=\"%s\"".formatted(charset));
            oddPages.get(path).countDown();
            oddPages.get("/babel").countDown();
          }
          case "/babel" -> oddPages.get(path).countDown();
          case "/login" -> headers.set("Set-Cookie", "member=" + members.incrementAndGet());
          case "/club", "/club/bar" -> {
            var cookie = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie"));
            cookie.ifPresent(cookies::add);
            status = cookie.isPresent() ? 200 : 403;
          }
          default -> {
            if (path.startsWith("/meet/")) {
              meeting.countDown();
              meeting.await();
            }
            status =
                LINKS.containsKey(path) || path.matches("/(many|meet|library)/\\d+") ? 200 : 404;
          }
        }
        byte[] body = page(path).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
      } catch (InterruptedException e) {
        // The site is closed, and nobody reads this any more.
      }
    }

    private static String page(String path) {
      return LINKS.getOrDefault(path, List.of()).stream()
          .map("<a href=\"%s\">there</a>\n"::formatted)
          .collect(Collectors.joining("", "<h1>" + path + "</h1>\n", "<p>The end.</p>\n"));
    }

    private static List<String> numbered(String path, int count) {
      return IntStream.rangeClosed(1, count).mapToObj(i -> path + i).toList();
    }

    /** So long that reading it takes longer than waking a thread. */
    private static List<String> atlas() {
      List<String> links = new ArrayList<>(Collections.nCopies(20_000, "/f"));
      links.add("/missing");
      return links;
    }

    void comes(CountDownLatch gate, String what) throws InterruptedException {
      assertInTime(gate.await(patience.toNanos(), NANOSECONDS), what);
    }

    @Override
    public void close() {
      closed.countDown();
      doorIsOpen.countDown();
      server.stop(0);
      threads.shutdownNow();
      threads.close();
    }
  }
}
