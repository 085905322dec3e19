package locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all importers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K41_BatchImporterTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final Shop shop = new Shop();
  private final K41_BatchImporter importer = new K41_BatchImporter(shop);

  @Test
  @Order(1)
  @LeakFree
  void anImportThatFailsLeavesNobodyBehind() throws Exception {
    assertThatThrownBy(() -> result(start("fruit", "broken", "bread")))
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> result(start("broken", "broken")))
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> result(start("fatal"))).hasCauseInstanceOf(StackOverflowError.class);

    var slow = start("slow", "slow", "broken");
    assertIsOver(slow, "the import failed, while other parts were slow and deaf to interrupts");
    assertThatThrownBy(() -> result(slow)).hasCauseInstanceOf(IOException.class);
    shop.isFast.countDown();
  }

  @Test
  @Order(2)
  @LeakFree
  void anImportThatSucceedsLeavesNobodyBehind() throws Exception {
    assertThat(result(start("fruit", "bread", "milk"))).isEqualTo(3);
    assertThat(result(start())).isEqualTo(0);
  }

  @Test
  void aListIsPublishedWhenEveryPartIsStored() throws Exception {
    var parts = IntStream.range(0, 50).mapToObj(i -> "part " + i).toList();

    assertThat(result(start(parts))).as("how many parts there were").isEqualTo(50);

    assertThat(shop.stored).as("what was stored").containsExactlyInAnyOrderElementsOf(parts);
    assertThat(shop.published).as("what was published").isEqualTo(List.of(parts));
    assertThat(shop.storedAtPublication).as("parts in the catalog by then").hasValue(50);
  }

  @Test
  void aSlowPartIsWaitedFor() throws Exception {
    var list = start("fruit", "slow", "bread");
    shop.comes(shop.slowIsAsked, "the slow part was asked for");

    assertThat(list.isDone()).as("the import is over before its slow part").isFalse();
    assertThat(shop.published).as("what was published before the slow part").isEmpty();
    shop.isFast.countDown();

    assertThat(result(list)).isEqualTo(3);
    assertThat(shop.storedAtPublication).as("parts in the catalog by then").hasValue(3);
  }

  @Test
  void ofTwoEqualPartsBothAreWaitedFor() throws Exception {
    var list = start("twin", "twin");
    shop.comes(shop.slowIsAsked, "the second of two equal parts was asked for");
    shop.letThemRest();

    assertThat(list.isDone()).as("the import is over before the second part").isFalse();
    assertThat(shop.published).as("what was published before the second part").isEmpty();
    shop.isFast.countDown();

    assertThat(result(list)).isEqualTo(2);
    assertThat(shop.storedAtPublication).as("parts in the catalog by then").hasValue(2);
  }

  @Test
  void partsAreStoredSideBySide() throws Exception {
    var all = new CountDownLatch(20);
    shop.meeting = all;

    var parts = IntStream.range(0, 20).mapToObj(_ -> "meet").toList();

    assertThat(result(start(parts))).isEqualTo(20);
  }

  @Test
  void aFailureIsToldAtOnceAndPublishesNothing() throws Exception {
    var slow = start("slow", "fruit", "broken after slow");

    assertIsOver(slow, "the import failed, while another part was slow and deaf to interrupts");
    assertThatThrownBy(() -> result(slow))
        .as("the import, while another part was slow")
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("can't be read");
    shop.isFast.countDown();
    shop.comes(shop.slowIsOver, "the slow part ended");

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> result(start("fruit", "broken", "bread")))
          .hasCauseInstanceOf(IOException.class);
    }
    assertThat(result(start("milk"))).isEqualTo(1);
    assertThat(shop.published).as("what was published").isEqualTo(List.of(List.of("milk")));
  }

  @Test
  void startingDoesNotWait() throws Exception {
    var slow = start("slow", "slow");
    shop.isFast.countDown();

    assertThat(result(slow)).isEqualTo(2);
  }

  @Test
  void anImportThatFailsLeavesTheOthersAlone() throws Exception {
    var slow = start("slow", "fruit");
    shop.comes(shop.slowIsAsked, "the slow part was asked for");
    assertThatThrownBy(() -> result(start("broken", "bread")))
        .hasCauseInstanceOf(IOException.class);
    shop.isFast.countDown();

    assertThat(result(slow)).isEqualTo(2);
    assertThat(shop.published).isEqualTo(List.of(List.of("slow", "fruit")));
  }

  @Test
  void anImportThatIsSlowLeavesTheOthersAlone() throws Exception {
    var slow = start("slow", "fruit");
    shop.comes(shop.slowIsAsked, "the slow part was asked for");

    for (int i = 0; i < 3; i++) {
      assertThat(result(start("milk"))).isEqualTo(1);
    }
    shop.isFast.countDown();

    assertThat(result(slow)).isEqualTo(2);
  }

  @Test
  void manyListsAreImportedAtTheSameTime() throws Exception {
    shop.meeting = new CountDownLatch(101);
    var lists = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 100; i++) {
      // Its parts wait for those of all other lists.
      lists.add(start("meet"));
    }

    assertIsOver(
        start("milk"),
        "one more list was imported while a hundred others were slow. Many lists can be imported"
            + " at the same time, so none waits for its turn");
    lists.add(start("meet"));

    for (var list : lists) {
      assertThat(result(list)).isEqualTo(1);
    }
  }

  @Test
  void aFailureToPublishIsNotHidden() throws Exception {
    shop.strike = true;

    assertThatThrownBy(() -> result(start("fruit")))
        .as("the import of a list that can't be published")
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("on strike");
  }

  /** On another thread: a program that stores in start() would keep the test from ending. */
  private CompletableFuture<Integer> start(String... parts) throws Exception {
    return start(List.of(parts));
  }

  private CompletableFuture<Integer> start(List<String> parts) throws Exception {
    var starting = new FutureTask<>(() -> importer.start(parts));
    Thread.ofPlatform().daemon().start(starting);
    return inTime(starting, "start() returned");
  }

  private static int result(CompletableFuture<Integer> started) throws Exception {
    var waiting = new FutureTask<>(() -> started.get());
    Thread.ofPlatform().daemon().start(waiting);
    try {
      return inTime(waiting, "the import was over");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void assertIsOver(CompletableFuture<Integer> started, String what) throws Exception {
    var isOver = new CountDownLatch(1);
    started.whenComplete((_, _) -> isOver.countDown());
    shop.comes(isOver, what);
  }

  private static <T> T inTime(FutureTask<T> task, String what) throws Exception {
    try {
      return task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, what);
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

  /** Stores what it can read. */
  private static final class Shop implements K41_BatchImporter.Catalog {
    final List<String> stored = new CopyOnWriteArrayList<>();
    final List<List<String>> published = new CopyOnWriteArrayList<>();
    final AtomicInteger storedAtPublication = new AtomicInteger();
    final CountDownLatch slowIsAsked = new CountDownLatch(1);
    final CountDownLatch isFast = new CountDownLatch(1);
    final CountDownLatch slowIsOver = new CountDownLatch(1);
    volatile CountDownLatch meeting = new CountDownLatch(0);
    volatile boolean strike;
    private final AtomicInteger twins = new AtomicInteger();

    /** The threads that worked. Held here, none can be garbage collected and seem to have ended. */
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

    @Override
    public void store(String part) throws Exception {
      workers.add(Thread.currentThread());
      switch (part) {
        case "broken" -> throw new IOException("can't be read");
        case "broken after slow" -> {
          slowIsAsked.await();
          throw new IOException("can't be read");
        }
        case "fatal" -> throw new StackOverflowError("a very nested part");
        case "slow" -> waitUntilItIsFast();
        case "twin" -> {
          // Only the second one is slow.
          if (twins.incrementAndGet() == 2) {
            waitUntilItIsFast();
          }
        }
        case "meet" -> {
          meeting.countDown();
          meeting.await();
        }
        default -> {}
      }
      stored.add(part);
    }

    private void waitUntilItIsFast() {
      slowIsAsked.countDown();
      while (isFast.getCount() > 0) {
        try {
          isFast.await();
        } catch (InterruptedException e) {
          // Many a driver does not listen, and a promise has to be kept with it, too.
        }
      }
      slowIsOver.countDown();
    }

    @Override
    public void publish(List<String> parts) {
      workers.add(Thread.currentThread());
      if (strike) {
        throw new IllegalStateException("on strike");
      }
      storedAtPublication.set(stored.size());
      published.add(parts);
    }

    /** Waits until each worker has ended or waits. */
    void letThemRest() throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      for (Thread worker : workers) {
        while (worker.getState() != Thread.State.WAITING
            && !worker.join(Duration.ofMillis(1))
            && System.nanoTime() < deadline) {}
      }
    }

    void comes(CountDownLatch gate, String what) throws InterruptedException {
      assertInTime(gate.await(patience.toMillis(), MILLISECONDS), what);
    }
  }
}
