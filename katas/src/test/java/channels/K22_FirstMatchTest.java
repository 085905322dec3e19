package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import channels.K22_FirstMatch.Archive;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all searches share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K22_FirstMatchTest {
  private static final int PAGES = 200;

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** The pages that somebody began to fetch. */
  private final List<Integer> fetched = new CopyOnWriteArrayList<>();

  /** The threads that fetched. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> fetchers = ConcurrentHashMap.newKeySet();

  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger mostFetches = new AtomicInteger();

  @Test
  @Order(1)
  @LeakFree
  void nothingGoesOnWhenThePageIsFound() throws Exception {
    var search = search(K22_FirstMatchTest::page);

    assertThat(resultOf(visitor(search, readerFor("page 1")))).contains("page 1");
    assertThat(resultOf(visitor(search, readerFor("page 3")))).contains("page 3");
  }

  @Test
  @Order(2)
  void nothingGoesOnWhenTheSearchIsGivenUp() throws Exception {
    try (var _ = LeakWatch.open()) {
      var unreadable = new IllegalStateException("What a hand!");
      Predicate<String> tired =
          page -> {
            letThemRest(fetchers);
            throw unreadable;
          };
      Visitor first = visitor(search(K22_FirstMatchTest::page), tired);
      assertThatThrownBy(() -> resultOf(first)).as("what find() throws").isSameAs(unreadable);

      var blind = new LinkageError("The reader has lost its glasses.");
      Predicate<String> helpless =
          page -> {
            letThemRest(fetchers);
            throw blind;
          };
      Visitor another = visitor(search(K22_FirstMatchTest::page), helpless);
      assertThatThrownBy(() -> resultOf(another)).as("what find() throws").hasCause(blind);

      var isSlow = new CountDownLatch(1);
      var goesOn = new CountDownLatch(1);
      Visitor second =
          visitor(
              search(number -> {
                if (number == 3) {
                  isSlow.countDown();
                  goesOn.await();
                }
                return page(number);
              }),
              readerFor("nobody"));
      assertInTime(isSlow.await(patience.toMillis(), MILLISECONDS), "page 3 was fetched");
      letThemRest(Set.of(second.thread));
      second.thread.interrupt();
      assertThatThrownBy(() -> resultOf(second))
          .as("what a caller gets who was interrupted")
          .isInstanceOf(InterruptedException.class);
      goesOn.countDown();
    }
    whoLeavesBeforeTheFirstPageLeavesNothingBehind();
    aFetchThatFailsWhenThePageIsFoundLeavesNothingBehind();
    nobodyWaitsForAnArchiveThatFailsInAnotherWay(_ -> {
      throw new IllegalStateException("Which archive?");
    });
    nobodyWaitsForAnArchiveThatFailsInAnotherWay(_ -> {
      throw new LinkageError("Which archive?");
    });
  }

  private void whoLeavesBeforeTheFirstPageLeavesNothingBehind() throws Exception {
    try (var _ = LeakWatch.open()) {
      var isSlow = new CountDownLatch(1);
      var goesOn = new CountDownLatch(1);
      Visitor visitor =
          visitor(
              search(number -> {
                isSlow.countDown();
                goesOn.await();
                return page(number);
              }),
              readerFor("nobody"));
      assertInTime(isSlow.await(patience.toMillis(), MILLISECONDS), "page 1 was fetched");
      letThemRest(Set.of(visitor.thread));
      visitor.thread.interrupt();
      assertThatThrownBy(() -> resultOf(visitor))
          .as("what a caller gets who was interrupted before the first page")
          .isInstanceOf(InterruptedException.class);
      goesOn.countDown();
    }
  }

  private void aFetchThatFailsWhenThePageIsFoundLeavesNothingBehind() throws Exception {
    try (var _ = LeakWatch.open()) {
      var isSlow = new CountDownLatch(1);
      var fails = new CountDownLatch(1);
      Visitor visitor =
          visitor(
              search(number -> {
                if (number == 1) {
                  return page(number);
                }
                isSlow.countDown();
                try {
                  fails.await();
                } catch (InterruptedException e) {
                  // This archive has its own word for it.
                }
                throw new IOException("The archive has hung up.");
              }),
              page -> {
                awaitGate(isSlow);
                return true;
              });
      assertThat(resultOf(visitor)).contains("page 1");
      fails.countDown();
    }
  }

  private void nobodyWaitsForAnArchiveThatFailsInAnotherWay(Archive strange) throws Exception {
    Visitor visitor;
    try (var _ = LeakWatch.open()) {
      visitor = visitor(search(strange), readerFor("nobody"));
    }
    assertThatThrownBy(() -> resultOf(visitor))
        .as("what find() throws when the archive fails with something that is no IOException")
        .hasStackTraceContaining("Which archive?");
  }

  @Test
  @Order(3)
  @LeakFree
  void nothingGoesOnWhenThereIsNoSuchPage() throws Exception {
    assertThat(resultOf(visitor(search(K22_FirstMatchTest::page), _ -> false))).isEmpty();
    assertThat(resultOf(visitor(search(_ -> Optional.empty()), readerFor("nobody")))).isEmpty();
    Archive broken =
        _ -> {
          throw new IOException("The archive is closed.");
        };
    assertThatThrownBy(() -> resultOf(visitor(search(broken), readerFor("nobody"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theFirstPageThatMatchesIsFound() throws Exception {
    var search = search(K22_FirstMatchTest::page);

    assertThat(resultOf(visitor(search, page -> page.contains("page 7")))).contains("page 7");
    assertThat(resultOf(visitor(search, page -> page.endsWith("99")))).contains("page 99");
    assertThat(resultOf(visitor(search, ("page " + PAGES)::equals))).contains("page " + PAGES);
  }

  @Test
  void everyPageIsReadInOrderUntilOneMatches() throws Exception {
    var read = new ArrayList<String>();

    resultOf(
        visitor(
            search(K22_FirstMatchTest::page),
            page -> {
              read.add(page);
              return page.equals("page 4");
            }));

    assertThat(read).containsExactly("page 1", "page 2", "page 3", "page 4");
  }

  @Test
  void aPageWithNothingOnItIsAPage() throws Exception {
    var search = search(number -> number == 2 ? Optional.of("") : page(number));

    assertThat(resultOf(visitor(search, readerFor("page 3"))))
        .as("the page behind one that has nothing on it")
        .contains("page 3");
    assertThat(resultOf(visitor(search, readerFor("")))).as("an empty page").contains("");
  }

  @Test
  void theNextPageIsFetchedWhileTheReaderReads() throws Exception {
    var nextIsFetched = new CountDownLatch(1);
    var reads = new CountDownLatch(1);
    Visitor visitor =
        visitor(
            search(number -> {
              if (number == 2) {
                nextIsFetched.countDown();
              }
              return page(number);
            }),
            page -> {
              reads.countDown();
              awaitGate(nextIsFetched);
              return true;
            });

    assertInTime(reads.await(patience.toMillis(), MILLISECONDS), "the reader got a page");
    boolean inTime = nextIsFetched.await(patience.toMillis(), MILLISECONDS);
    nextIsFetched.countDown();
    assertInTime(inTime, "page 2 was fetched while page 1 was read");
    assertThat(resultOf(visitor)).contains("page 1");
  }

  @Test
  void nobodyFetchesFarAhead() throws Exception {
    var atWork = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    Visitor visitor =
        visitor(
            search(K22_FirstMatchTest::page),
            page -> {
              if (page.equals("page 5")) {
                atWork.countDown();
                awaitGate(goesOn);
                return true;
              }
              return false;
            });
    assertInTime(atWork.await(patience.toMillis(), MILLISECONDS), "the reader got page 5");
    letThemRest(fetchers);

    assertThat(fetched).as("pages fetched while page 5 was read").hasSizeBetween(5, 15);
    goesOn.countDown();
    assertThat(resultOf(visitor)).contains("page 5");
    letThemRest(fetchers);
    assertThat(fetched).as("pages fetched to find page 5").hasSizeBetween(5, 16);
    assertThat(mostFetches).as("fetches at a time").hasValue(1);
  }

  @Test
  void whileAPageIsFetchedNoOtherIs() throws Exception {
    var archiveIsBusy = new CountDownLatch(1);
    var archiveIsFree = new CountDownLatch(1);
    Visitor visitor =
        visitor(
            search(number -> {
              if (number == 2) {
                archiveIsBusy.countDown();
                archiveIsFree.await();
              }
              return page(number);
            }),
            page -> page.equals("page 4"));
    assertInTime(archiveIsBusy.await(patience.toMillis(), MILLISECONDS), "page 2 was fetched");
    letThemRest(Set.of(visitor.thread));

    // Time for those who would fetch page 3 meanwhile.
    long deadline = System.nanoTime() + Duration.ofMillis(50).toNanos();
    while (mostFetches.get() < 2 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    archiveIsFree.countDown();

    assertThat(resultOf(visitor)).contains("page 4");
    assertThat(mostFetches).as("fetches at a time").hasValue(1);
  }

  @Test
  void whatIsFoundDoesNotWaitForTheNextPage() throws Exception {
    var archiveIsBusy = new CountDownLatch(1);
    var archiveIsFree = new CountDownLatch(1);
    Visitor visitor =
        visitor(
            search(number -> {
              if (number == 2) {
                archiveIsBusy.countDown();
                archiveIsFree.await();
              }
              return page(number);
            }),
            page -> {
              awaitGate(archiveIsBusy);
              return true;
            });

    assertThat(resultOf(visitor)).contains("page 1");
    archiveIsFree.countDown();
  }

  @Test
  void anArchiveThatFailsIsTold() throws Exception {
    var broken = new IOException("The archive is closed.");
    var readerHasPage2 = new CountDownLatch(1);
    var search =
        search(number -> {
          if (number == 3) {
            awaitGate(readerHasPage2);
            throw broken;
          }
          return page(number);
        });

    Predicate<String> reader =
        page -> {
          if (page.equals("page 2")) {
            readerHasPage2.countDown();
          }
          return readerFor("page 2").test(page);
        };

    assertThat(resultOf(visitor(search, reader)))
        .as("a page before the one that can't be fetched")
        .contains("page 2");
    assertThatThrownBy(() -> resultOf(visitor(search, readerFor("page 4"))))
        .as("what find() throws when a page can't be fetched")
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("The archive is closed.");
  }

  @Test
  void whoFoundAPageIsNotLeftInterrupted() throws Exception {
    var search = search(K22_FirstMatchTest::page);
    var interrupted = new AtomicBoolean();
    var visitor =
        new Visitor(() -> {
          Optional<String> page = search.find(readerFor("page 2"));
          interrupted.set(Thread.currentThread().isInterrupted());
          return page;
        });

    assertThat(resultOf(visitor)).contains("page 2");
    assertThat(interrupted).as("the caller's own thread is interrupted").isFalse();
  }

  @Test
  void manyCanSearchAtATime() throws Exception {
    var all = new CountDownLatch(20);
    var search = search(K22_FirstMatchTest::page);
    var visitors = new ArrayList<Visitor>();
    for (int i = 1; i <= 20; i++) {
      String name = "page " + i;
      visitors.add(
          visitor(
              search,
              page -> {
                if (page.equals("page 1")) {
                  all.countDown();
                  awaitGate(all);
                }
                return page.equals(name);
              }));
    }

    assertInTime(all.await(patience.toMillis(), MILLISECONDS), "20 visitors searched at a time");
    for (int i = 1; i <= 20; i++) {
      assertThat(resultOf(visitors.get(i - 1))).contains("page " + i);
    }
  }

  @Test
  void aSlowFetchLeavesTheOtherSearchesAlone() throws Exception {
    var first = new AtomicBoolean(true);
    var archiveIsBusy = new CountDownLatch(1);
    var archiveIsFree = new CountDownLatch(1);
    var search =
        search(number -> {
          if (first.getAndSet(false)) {
            archiveIsBusy.countDown();
            archiveIsFree.await();
          }
          return page(number);
        });
    Visitor slow = visitor(search, readerFor("page 1"));
    assertInTime(archiveIsBusy.await(patience.toMillis(), MILLISECONDS), "page 1 was fetched");

    assertThat(resultOf(visitor(search, page -> page.equals("page 2")))).contains("page 2");
    archiveIsFree.countDown();

    assertThat(resultOf(slow)).contains("page 1");
  }

  private K22_FirstMatch search(Archive archive) {
    return new K22_FirstMatch(number -> {
      mostFetches.accumulateAndGet(fetches.incrementAndGet(), Math::max);
      fetchers.add(Thread.currentThread());
      fetched.add(number);
      try {
        return archive.page(number);
      } finally {
        fetches.decrementAndGet();
      }
    });
  }

  private static Optional<String> page(int number) {
    return number <= PAGES ? Optional.of("page " + number) : Optional.empty();
  }

  /** One who takes their time: when they know, nobody else does anything any more. */
  private Predicate<String> readerFor(String name) {
    return page -> {
      letThemRest(fetchers);
      return page.equals(name);
    };
  }

  private static Visitor visitor(K22_FirstMatch search, Predicate<String> reader) {
    return new Visitor(() -> search.find(reader));
  }

  private static Optional<String> resultOf(Visitor visitor) throws Exception {
    try {
      return visitor.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "find() returned");
      throw e;
    }
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }

  /** Returns when each has ended or waits for something, or when patience is at its end. */
  private static void letThemRest(Set<Thread> threads) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && !threads.stream().allMatch(K22_FirstMatchTest::hasEndedOrWaits)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean hasEndedOrWaits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, TERMINATED -> true;
      default -> thread == Thread.currentThread();
    };
  }

  /** Somebody who looks for a name, in a thread of their own. */
  private static final class Visitor {
    final FutureTask<Optional<String>> task;
    final Thread thread;

    Visitor(Callable<Optional<String>> wish) {
      task = new FutureTask<>(wish);
      thread = Thread.ofPlatform().daemon().name("visitor").start(task);
    }
  }
}
