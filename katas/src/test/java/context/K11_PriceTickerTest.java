package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak test runs first: a thread that all tickers share would be born in it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K11_PriceTickerTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** Has an end, so that a ticker that runs wild does not fill the heap. */
  private final BlockingQueue<Integer> screen = new LinkedBlockingQueue<>(1000);

  private final AtomicInteger price = new AtomicInteger();
  private final List<K11_PriceTicker> opened = new CopyOnWriteArrayList<>();

  /** The threads that asked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> asking = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background, and not those that a test has closed: it may matter that it was only once.
    opened.forEach(ticker -> inBackground(ticker::close));
  }

  @Test
  @Order(1)
  @LeakFree(within = "600ms")
  void aClosedTickerIsGoneAndAsksNoMore() throws Exception {
    var sleeper =
        open(
            AN_HOUR,
            () -> {
              if (price.get() > 0) { // A second question, and within the hour.
                keepForAnHour();
              }
              return price.incrementAndGet();
            });
    assertNextPriceIs(1);
    rests(asking.iterator().next());
    var neighbor = open(AN_HOUR, price::incrementAndGet);
    assertNextPriceIs(2);

    var triedTwice = new CountDownLatch(2);
    var unlucky =
        open(
            SOON,
            () -> {
              triedTwice.countDown();
              throw new IllegalStateException("The exchange is down.");
            });
    assertOpens(triedTwice, "the exchange was asked again after it had failed");

    var asked = new CountDownLatch(2);
    var answer = new CountDownLatch(1);
    var asks = new AtomicInteger();
    var asker =
        open(
            SOON,
            () -> {
              switch (asks.incrementAndGet()) {
                case 1 -> {
                  asked.countDown();
                  awaitGate(answer);
                }
                case 2 -> {} // This one may have been on its way when the ticker was closed.
                default -> keepForAnHour();
              }
              return 2;
            });
    var slowAsker =
        open(
            AN_HOUR,
            () -> {
              asked.countDown();
              awaitGate(answer);
              return 2;
            });
    assertOpens(asked, "the exchange was asked by both");

    opened.removeAll(List.of(asker, slowAsker));
    Thread closing = inBackground(asker::close);
    Thread closingSlowly = inBackground(slowAsker::close);
    rests(closing);
    rests(closingSlowly);
    answer.countDown();
    assertEnds(closing, "close() returned while the exchange was answering");
    assertEnds(closingSlowly, "close() returned while the exchange was answering");
    close(unlucky);
    close(sleeper);
    close(neighbor);

    // Closed at once: its thread has not even begun.
    Thread inAHurry =
        beforeVirtualThreadsBegin(() -> {
          for (int i = 0; i < 10; i++) {
            ticker(AN_HOUR, () -> 3).close();
          }
        });
    assertEnds(inAHurry, "close() returned");
  }

  @Test
  void everyIntervalBringsANewPrice() throws Exception {
    open(SOON, price::incrementAndGet);

    for (int i = 1; i <= 10; i++) {
      assertNextPriceIs(i);
    }
  }

  @Test
  void theTickerSleepsUntilTheNextPriceIsDueAndAsksNothingTwice() throws Exception {
    var slowlyAsked = new AtomicInteger();
    var answer = new CountDownLatch(1);
    open(
        SOON,
        () -> {
          slowlyAsked.incrementAndGet();
          awaitGate(answer);
          return 0;
        });
    open(AN_HOUR, price::incrementAndGet);
    assertNextPriceIs(1);

    for (Thread thread : asking) {
      assertThat(rests(thread))
          .as("the ticker sleeps between two prices. It does not keep a processor busy")
          .isTrue();
    }
    assertThat(screen.poll(10, MILLISECONDS)).as("a second price within the hour").isNull();
    assertThat(price).as("times the exchange was asked within the hour").hasValue(1);
    assertThat(slowlyAsked)
        .as("questions to an exchange that has not answered the first one yet")
        .hasValue(1);
    answer.countDown();
  }

  @Test
  void anExchangeThatFailsIsAskedAgain() throws Exception {
    open(
        SOON,
        () -> {
          int next = price.incrementAndGet();
          if (next <= 12) {
            throw new IllegalStateException("The exchange is down.");
          }
          return next;
        });

    assertNextPriceIs(13);
    assertNextPriceIs(14);
  }

  @Test
  void anExchangeThatFailsIsAskedAgainAfterTheInterval() throws Exception {
    var failed = new CountDownLatch(1);
    open(
        AN_HOUR,
        () -> {
          if (price.incrementAndGet() > 1) {
            keepForAnHour();
          }
          failed.countDown();
          throw new IllegalStateException("The exchange is down.");
        });
    assertOpens(failed, "the exchange was asked");

    assertThat(rests(asking.iterator().next()))
        .as("the ticker sleeps until the next price is due")
        .isTrue();
    assertThat(price).as("times the exchange was asked within the hour").hasValue(1);
  }

  @Test
  void openingATickerDoesNotWaitForTheExchange() throws Exception {
    var answer = new CountDownLatch(1);
    Thread opening =
        inBackground(() ->
            open(
                AN_HOUR,
                () -> {
                  awaitGate(answer);
                  return 1;
                }));

    assertEnds(opening, "the ticker opened before the exchange answered");
    answer.countDown();
    assertNextPriceIs(1);
  }

  @Test
  void closingOneTickerLeavesTheOthersAlone() throws Exception {
    var neighbor = open(AN_HOUR, () -> 0);
    assertNextPriceIs(0);
    open(SOON, price::incrementAndGet);
    assertNextPriceIs(1);

    close(neighbor);
    screen.clear();

    for (int i = 0; i < 3; i++) {
      assertThat(next(screen)).as("a price from the ticker that is still open").isPositive();
    }
  }

  @Test
  void aTickerMayBeClosedTwice() throws Exception {
    var ticker = open(AN_HOUR, price::incrementAndGet);
    close(ticker);
    close(ticker);
  }

  private K11_PriceTicker open(Duration interval, IntSupplier exchange) {
    var ticker = ticker(interval, exchange);
    opened.add(ticker);
    return ticker;
  }

  private K11_PriceTicker ticker(Duration interval, IntSupplier exchange) {
    return new K11_PriceTicker(
        () -> {
          asking.add(Thread.currentThread());
          return exchange.getAsInt();
        },
        interval,
        screen::offer);
  }

  private void close(K11_PriceTicker ticker) throws Exception {
    opened.remove(ticker);
    var closing = new FutureTask<>(ticker::close, true);
    inBackground(closing);
    try {
      closing.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "close() returned");
    }
  }

  private void assertNextPriceIs(int price) throws InterruptedException {
    assertThat(next(screen)).as("the next price on the screen").isEqualTo(price);
  }

  private static int next(BlockingQueue<Integer> screen) throws InterruptedException {
    Integer price = screen.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(price != null, "a price came");
    return price;
  }

  private static void assertOpens(CountDownLatch gate, String what) throws InterruptedException {
    assertInTime(gate.await(patience.toMillis(), MILLISECONDS), what);
  }

  private static void assertEnds(Thread thread, String what) throws InterruptedException {
    assertInTime(thread.join(patience), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /**
   * Does it while every carrier is busy, so that no virtual thread begins before it is done, or
   * waits for one.
   */
  private static Thread beforeVirtualThreadsBegin(Runnable action) throws InterruptedException {
    var carriers = new CountDownLatch(Runtime.getRuntime().availableProcessors());
    var over = new AtomicBoolean();
    for (long i = carriers.getCount(); i > 0; i--) {
      Thread.startVirtualThread(() -> {
        carriers.countDown();
        while (!over.get()) {
          Thread.onSpinWait();
        }
      });
    }
    // A carrier that does not come is busy already.
    var _ = carriers.await(patience.toMillis(), MILLISECONDS);
    Thread acting = inBackground(action);
    rests(acting);
    over.set(true);
    return acting;
  }

  /** Tells whether the thread comes to rest: it has ended, or it waits for something. */
  private static boolean rests(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      switch (thread.getState()) {
        case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> {
          return true;
        }
        default -> thread.join(Duration.ofMillis(1));
      }
    }
    return false;
  }

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  /** The exchange asks back: didn't you close that ticker? */
  private static void keepForAnHour() {
    try {
      Thread.sleep(AN_HOUR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }
}
