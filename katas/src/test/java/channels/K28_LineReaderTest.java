package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import channels.K28_LineReader.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all readers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K28_LineReaderTest {
  private static final int MANY = 1000;

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** Readers. Held here, none can be garbage collected and seem to have ended. */
  private final List<K28_LineReader> held = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  @LeakFree
  void nothingGoesOnWhenAReaderIsClosedInTheMiddle() throws Exception {
    var catalog = new Catalog(MANY);
    var reader = reader(catalog);
    assertThat(inTime("next() returned", reader::next)).isEqualTo("line 0");
    assertThat(inTime("next() returned", reader::next)).isEqualTo("line 1");
    letItRest(catalog);

    close(reader);
  }

  @Test
  @Order(2)
  @LeakFree
  void nothingGoesOnWhenAReaderIsClosedWhileItWaitsForALine() throws Exception {
    var catalog = new Catalog(MANY).slowFrom(3);
    var reader = reader(catalog);
    assertThat(inTime("next() returned", reader::next)).isEqualTo("line 0");
    letItRest(catalog);

    close(reader);
  }

  @Test
  @Order(5)
  @LeakFree
  void nothingGoesOnHoweverManyLinesWereReadAhead() throws Exception {
    // With one of these, the queue is full, and the thread waits for the line after that.
    for (int ahead = 0; ahead <= 21; ahead++) {
      var full = new Catalog(MANY).slowFrom(ahead);
      var other = reader(full);
      letItRest(full);
      close(other);
    }
  }

  @Test
  @Order(3)
  @LeakFree
  void nothingGoesOnWhenAReaderHasComeToItsEnd() throws Exception {
    var reader = reader(new Catalog(50).stuckIfClosedTwice());
    assertThat(inTime("the lines were read", () -> rest(reader))).hasSize(50);
    close(reader);
    assertThat(inTime("the lines were read", () -> rest(reader(new Catalog(0))))).isEmpty();
    var broken = reader(new Catalog(MANY).brokenAt(0));
    assertThatThrownBy(() -> inTime("hasNext() returned", broken::hasNext))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  @Order(4)
  @LeakFree
  void nothingGoesOnOfTheReaderThatIsClosedAndTheOthersReadOn() throws Exception {
    var catalog = new Catalog(MANY);
    var reader = reader(catalog);
    letItRest(catalog);
    var otherCatalog = new Catalog(100);
    var other = reader(otherCatalog);
    letItRest(otherCatalog);

    close(reader);

    assertThat(inTime("the lines were read", () -> rest(other))).isEqualTo(lines(100));
  }

  @Test
  @Order(6)
  @LeakFree
  void nobodyWaitsForTheNextLineOfASourceThatFailedInAnotherWay() throws Exception {
    Unconnected strange =
        () -> {
          throw new IllegalStateException("What language is that?");
        };
    Unconnected ancient =
        () -> {
          throw new LinkageError("Not this version.");
        };

    // If that takes for ever, it shows in what is left over.
    for (Source source : List.of(strange, ancient)) {
      letPause(Set.of(new Shop<>(reader(source)::hasNext).thread));
    }
  }

  @Test
  void allLinesComeInTheirOrder() throws Exception {
    var reader = reader(new Catalog(500));

    assertThat(inTime("the lines were read", () -> rest(reader))).isEqualTo(lines(500));
    assertThat(inTime("hasNext() returned", reader::hasNext)).as("a next line").isFalse();
    assertThatThrownBy(() -> inTime("next() returned", reader::next))
        .as("next() after the last line")
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void anEmptyLineIsALine() throws Exception {
    var lines = List.of("line 0", "", "line 2").iterator();
    Unconnected source = () -> lines.hasNext() ? Optional.of(lines.next()) : Optional.empty();

    assertThat(inTime("the lines were read", () -> rest(reader(source))))
        .containsExactly("line 0", "", "line 2");
  }

  @Test
  void toAskWhetherThereIsALineTakesNone() throws Exception {
    var reader = reader(new Catalog(2));

    assertThat(inTime("hasNext() returned", reader::hasNext)).isTrue();
    assertThat(inTime("hasNext() returned", reader::hasNext)).isTrue();

    assertThat(inTime("the lines were read", () -> rest(reader))).isEqualTo(lines(2));
  }

  @Test
  void someLinesAreReadAheadButNotMany() throws Exception {
    var catalog = new Catalog(MANY);
    var reader = reader(catalog);

    assertThat(inTime("next() returned", reader::next)).isEqualTo("line 0");
    waitUntil("a line was read ahead", () -> catalog.read.get() >= 3);
    letItRest(catalog);
    assertThat(catalog.read).as("lines read when one was taken").hasValueLessThanOrEqualTo(21);

    for (int i = 1; i < 100; i++) {
      assertThat(inTime("next() returned", reader::next)).isEqualTo("line " + i);
    }
    letItRest(catalog);
    assertThat(catalog.read).as("lines read when 100 were taken").hasValueLessThanOrEqualTo(120);
    close(reader);
  }

  @Test
  void aSlowCallerMissesNothing() throws Exception {
    var catalog = new Catalog(200);
    var reader = reader(catalog);
    assertThat(inTime("next() returned", reader::next)).isEqualTo("line 0");
    letItPause(catalog);

    assertThat(inTime("the lines were read", () -> rest(reader)))
        .isEqualTo(lines(200).subList(1, 200));
  }

  @Test
  void aSlowCallerMissesNoEndHoweverLongTheCatalog() throws Exception {
    for (int size = 0; size <= 25; size++) {
      var catalog = new Catalog(size);
      var reader = reader(catalog);
      var broken = new Catalog(MANY).brokenAt(size);
      var brokenReader = reader(broken);
      letItRest(catalog);
      letItRest(broken);

      assertThat(inTime("the lines and their end were read", () -> rest(reader)))
          .isEqualTo(lines(size));
      assertThatThrownBy(() -> inTime("the lines and the failure came", () -> rest(brokenReader)))
          .as("what comes after line %s, where the source fails", size)
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void aSlowSourceIsWaitedFor() throws Exception {
    var catalog = new Catalog(20).slowFrom(5);
    var reader = reader(catalog);
    for (int i = 0; i < 5; i++) {
      assertThat(inTime("next() returned", reader::next)).isEqualTo("line " + i);
    }
    var shop = new Shop<>(() -> rest(reader));
    letItPause(catalog);
    letPause(Set.of(shop.thread));
    catalog.goesOn.countDown();

    assertThat(shop.inTime("the lines were read")).isEqualTo(lines(20).subList(5, 20));
  }

  @Test
  void anInterruptedCallerDoesNotTakeItForTheEnd() throws Exception {
    var reader = reader(new Catalog(20).slowFrom(0));
    var shop = new Shop<>(reader::hasNext);
    letPause(Set.of(shop.thread));

    shop.thread.interrupt();

    assertThatThrownBy(() -> shop.inTime("hasNext() returned"))
        .as("what hasNext() throws when its caller is interrupted and no line has come")
        .isNotInstanceOf(AssertionError.class);
    close(reader);
  }

  @Test
  void theLinesBeforeAFailureStillCome() throws Exception {
    var catalog = new Catalog(MANY).brokenAt(10);
    var reader = reader(catalog);
    waitUntil("the source failed", () -> catalog.hasFailed);
    letItRest(catalog);

    for (int i = 0; i < 10; i++) {
      assertThat(inTime("next() returned", reader::next)).isEqualTo("line " + i);
    }
    assertThatThrownBy(() -> inTime("hasNext() returned", reader::hasNext))
        .as("what comes after the last line that could be read")
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("The connection is gone.");

    // That it fails again is as well as that there is nothing more.
    var again = new Shop<>(reader::hasNext);
    assertInTime(again.thread.join(patience), "hasNext() returned once more after the failure");
  }

  @Test
  void theSourceIsClosedOnceAndNotWhileItIsRead() throws Exception {
    var readToItsEnd = new Catalog(20);
    inTime("the lines were read", () -> rest(reader(readToItsEnd)));
    var broken = new Catalog(MANY).brokenAt(0);
    var brokenReader = reader(broken);
    assertThatThrownBy(() -> inTime("hasNext() returned", brokenReader::hasNext));
    var full = new Catalog(MANY);
    var inTheMiddle = reader(full);
    inTime("next() returned", inTheMiddle::next);
    letItRest(full);
    close(inTheMiddle);
    var slow = new Catalog(MANY).slowFrom(0);
    var waiting = reader(slow);
    waitUntil("the first line was asked for", () -> !slow.threads.isEmpty());
    letItRest(slow);
    close(waiting);

    for (var catalog : List.of(readToItsEnd, broken, full, slow)) {
      if (hasBeenLeft(catalog)) {
        waitUntil("the source was closed", () -> catalog.closed.get() > 0);
        letItRest(catalog);
      }
      assertThat(catalog.closed).as("times the source was closed").hasValueLessThan(2);
      assertThat(catalog.misused).as("what two threads did with the source").isEmpty();
    }
  }

  @Test
  void theSourceIsClosedAfterTheLastLineThoughNobodyAsksForMore() throws Exception {
    var catalog = new Catalog(5);
    var reader = reader(catalog);

    for (int i = 0; i < 5; i++) {
      assertThat(inTime("next() returned", reader::next)).isEqualTo("line " + i);
    }

    waitUntil("the source was closed", () -> catalog.closed.get() > 0);
  }

  @Test
  void theSourceOfAReaderThatIsClosedAtOnceIsClosed() throws Exception {
    // With more lines, the leaking program would be found here as well.
    var catalogs = Stream.generate(() -> new Catalog(5)).limit(20).toList();
    var inAHurry =
        new FutureTask<>(() -> {
          for (var catalog : catalogs) {
            reader(catalog).close();
          }
          return catalogs;
        });
    beforeVirtualThreadsBegin(inAHurry);
    inTime("close() returned", inAHurry::get);

    for (var catalog : catalogs) {
      waitUntil("the source was closed", () -> catalog.closed.get() > 0);
    }
  }

  @Test
  void aClosedReaderHasNoNextLineAndMayBeClosedAgain() throws Exception {
    var catalog = new Catalog(MANY);
    var reader = reader(catalog);
    assertThat(inTime("hasNext() returned", reader::hasNext)).isTrue();
    letItRest(catalog);

    close(reader);
    close(reader);

    assertThat(inTime("hasNext() returned", reader::hasNext)).as("a next line").isFalse();
    assertThatThrownBy(() -> inTime("next() returned", reader::next))
        .as("next() when it is closed")
        .isInstanceOf(NoSuchElementException.class);
    close(reader);
  }

  @Test
  void toCloseDoesNotWaitForTheSource() throws Exception {
    // The second one hangs up already, as its last line was read.
    for (var catalog : List.of(new Catalog(MANY).slowToClose(), new Catalog(5).slowToClose())) {
      var reader = reader(catalog);
      letItRest(catalog);

      var shop = new Shop<>(Executors.callable(reader::close));
      shop.assertNoWaitWithALimit("close() returned");
      shop.inTime("close() returned, though the source takes long to hang up");
      catalog.hangsUp.countDown();
    }
  }

  @Test
  void closingIsNoInterruptForTheCaller() throws Exception {
    var catalog = new Catalog(MANY);
    var reader = reader(catalog);
    letItRest(catalog);

    boolean interrupted =
        inTime(
            "close() returned",
            () -> {
              reader.close();
              return Thread.currentThread().isInterrupted();
            });

    assertThat(interrupted).as("the caller's own thread is interrupted").isFalse();
  }

  @Test
  void toCloseOneReaderLeavesTheOthersAlone() throws Exception {
    var reader = reader(new Catalog(100));
    close(reader(new Catalog(100)));

    assertThat(inTime("the lines were read", () -> rest(reader))).isEqualTo(lines(100));
  }

  private K28_LineReader reader(Source source) {
    var reader = new K28_LineReader(source);
    held.add(reader);
    return reader;
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
  }

  private static List<String> rest(K28_LineReader reader) {
    var lines = new ArrayList<String>();
    reader.forEachRemaining(lines::add);
    return lines;
  }

  private static void close(K28_LineReader reader) throws Exception {
    inTime("close() returned", Executors.callable(reader::close));
  }

  /**
   * Does it while every carrier is busy, so that no virtual thread begins before it is done, or
   * waits for one.
   */
  private static void beforeVirtualThreadsBegin(Runnable action) throws InterruptedException {
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
    Thread acting = Thread.ofPlatform().daemon().name("shop").start(action);
    long deadline = System.nanoTime() + patience.toNanos();
    while (acting.getState() == Thread.State.RUNNABLE && System.nanoTime() < deadline) {
      acting.join(Duration.ofMillis(1));
    }
    over.set(true);
  }

  private static <T> T inTime(String what, Callable<T> action) throws Exception {
    return new Shop<>(action).inTime(what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  private static void waitUntil(String what, BooleanSupplier isSo) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isSo.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    assertInTime(isSo.getAsBoolean(), what);
  }

  /** Returns when whoever reads has ended or waits for something. Who spins never does. */
  private static void letItRest(Catalog catalog) {
    boolean rests = let(catalog, patience, thread -> thread.getState() != Thread.State.RUNNABLE);
    assertInTime(
        rests,
        catalog.threads.isEmpty()
            ? "a line was read ahead, though nobody had asked for one"
            : "the thread that reads ahead waits, and keeps no processor busy");
  }

  /**
   * Whether whoever read has ended, or does so soon. One that stays is for the leak tests to find:
   * they name it.
   */
  private static boolean hasBeenLeft(Catalog catalog) {
    Predicate<Thread> hasEnded = thread -> thread.getState() == Thread.State.TERMINATED;
    let(catalog, Duration.ofMillis(300), hasEnded);
    return catalog.threads.stream().allMatch(hasEnded);
  }

  /**
   * Returns when whoever reads has ended or waits without a time limit: then it stays until
   * somebody wakes it. One that waits with a limit, or not at all, gets two and a half seconds to
   * give up.
   */
  private static void letItPause(Catalog catalog) {
    letPause(catalog.threads);
  }

  private static void letPause(Set<Thread> threads) {
    let(threads, Duration.ofMillis(2500), K28_LineReaderTest::hasEndedOrStays);
  }

  private static boolean let(Catalog catalog, Duration time, Predicate<Thread> rests) {
    return let(catalog.threads, time, rests);
  }

  /** Whether they rested at some moment before the time was over. */
  private static boolean let(Set<Thread> threads, Duration time, Predicate<Thread> rests) {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      if (!threads.isEmpty() && threads.stream().allMatch(rests)) {
        return true;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return false;
  }

  /** In jox, another thread looks at the clock for the one that is in selectWithin(). */
  private static boolean hasEndedOrStays(Thread thread) {
    return switch (thread.getState()) {
      case TERMINATED -> true;
      case WAITING ->
          Stream.of(thread.getStackTrace()).noneMatch(f -> f.getMethodName().endsWith("Within"));
      default -> false;
    };
  }

  /** Somebody who uses a reader, in a thread of their own. */
  private static final class Shop<T> {
    private final FutureTask<T> task;
    final Thread thread;

    Shop(Callable<T> action) {
      task = new FutureTask<>(action);
      thread = Thread.ofPlatform().daemon().name("shop").start(task);
    }

    T inTime(String what) throws Exception {
      try {
        return task.get(patience.toMillis(), MILLISECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (TimeoutException e) {
        assertInTime(false, what);
        throw e;
      }
    }

    /** Whoever waits at most a second for the source waits for it. */
    void assertNoWaitWithALimit(String what) {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!task.isDone()
          && thread.getState() != Thread.State.WAITING
          && System.nanoTime() < deadline) {
        assertThat(thread.getState())
            .as("state of the caller before %s: it waits, be it with a limit", what)
            .isNotEqualTo(Thread.State.TIMED_WAITING);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** A source that has nothing to hang up. */
  private interface Unconnected extends Source {
    @Override
    default void close() {
      // There was no connection.
    }
  }

  /** A source that watches how it is used. */
  private static final class Catalog implements Source {
    final AtomicInteger read = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final CountDownLatch goesOn = new CountDownLatch(1);
    CountDownLatch hangsUp = new CountDownLatch(0);
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final List<String> misused = new CopyOnWriteArrayList<>();
    volatile boolean hasFailed;
    private final AtomicInteger users = new AtomicInteger();
    private final int size;
    private int slowFrom = Integer.MAX_VALUE;
    private int brokenAt = Integer.MAX_VALUE;
    private boolean isStuckIfClosedTwice;

    Catalog(int size) {
      this.size = size;
    }

    /** To read this line takes until the test lets it. */
    Catalog slowFrom(int line) {
      slowFrom = line;
      return this;
    }

    /** Who closes it a second time stays there for good, and is found by a leak test. */
    Catalog stuckIfClosedTwice() {
      isStuckIfClosedTwice = true;
      return this;
    }

    /** To hang up takes until the test lets it. */
    Catalog slowToClose() {
      hangsUp = new CountDownLatch(1);
      return this;
    }

    Catalog brokenAt(int line) {
      brokenAt = line;
      return this;
    }

    @Override
    public Optional<String> readLine() throws IOException, InterruptedException {
      threads.add(Thread.currentThread());
      use("read");
      try {
        int line = read.get();
        if (line == slowFrom) {
          goesOn.await();
        }
        if (line == brokenAt) {
          hasFailed = true;
          throw new IOException("The connection is gone.");
        }
        if (line == size) {
          return Optional.empty();
        }
        read.incrementAndGet();
        return Optional.of("line " + line);
      } finally {
        users.decrementAndGet();
      }
    }

    @Override
    public void close() {
      use("closed");
      if (closed.incrementAndGet() > 1 && isStuckIfClosedTwice) {
        hangsUp = new CountDownLatch(1);
      }
      awaitHangUp();
      users.decrementAndGet();
    }

    private void awaitHangUp() {
      try {
        hangsUp.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void use(String what) {
      if (users.incrementAndGet() > 1) {
        misused.add(what + " while it was in use");
      }
      if (closed.get() > 0) {
        misused.add(what + " when it was closed");
      }
    }
  }
}
