package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all shippers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K21_LogShipperTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final List<String> archived = new CopyOnWriteArrayList<>();

  /** The threads that worked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

  @Test
  @Order(1)
  @LeakFree
  void theWorkersGoHomeWhenTheLogIsShipped() throws Exception {
    var shipper = shipper(4, archived::add);

    assertThat(resultOf(shipping(shipper, log(10)))).as("refused lines").isEmpty();
    assertThat(resultOf(shipping(shipper, List.of()))).as("refused lines").isEmpty();
  }

  @Test
  @Order(2)
  void theWorkersGoHomeWhenTheShippingIsGivenUp() throws Exception {
    var unreadable = new UncheckedIOException(new IOException("The disk is broken."));
    var archiveIsBusy = new CountDownLatch(1);
    var archiveIsFree = new CountDownLatch(1);
    var shipper =
        shipper(
            4,
            line -> {
              archiveIsBusy.countDown();
              awaitGate(archiveIsFree);
            });

    try (var _ = LeakWatch.open()) {
      Shipping interrupted = shipping(shipper, log(1000));
      assertInTime(
          archiveIsBusy.await(patience.toMillis(), MILLISECONDS), "the archive got a line");
      letItRest(interrupted.thread);
      interrupted.thread.interrupt();
      // Else the archive may be through with the log before the caller has woken up.
      interrupted.thread.join(Duration.ofSeconds(1));
      archiveIsFree.countDown();
      assertThatThrownBy(() -> resultOf(interrupted))
          .as("what a caller gets who was interrupted")
          .isInstanceOf(InterruptedException.class);

      Shipping broken =
          shipping(
              shipper,
              log(
                  1000,
                  i -> {
                    if (i == 3) {
                      throw unreadable;
                    }
                    return "line " + i;
                  }));
      assertThatThrownBy(() -> resultOf(broken))
          .as("what a caller gets whose log can't be read")
          .isSameAs(unreadable);
    }
    theyGoHomeFromALogThatCannotBeRead(shipper);
  }

  private static void theyGoHomeFromALogThatCannotBeRead(K21_LogShipper shipper) throws Exception {
    var missing = new UncheckedIOException(new IOException("There is no such file."));
    var unreadable = new LinkageError("The decoder has a new version.");
    try (var _ = LeakWatch.open()) {
      Shipping unopened =
          shipping(
              shipper,
              () -> {
                throw missing;
              });
      assertThatThrownBy(() -> resultOf(unopened))
          .as("what a caller gets whose log can't be opened")
          .isSameAs(missing);

      Shipping broken =
          shipping(
              shipper,
              log(
                  1000,
                  i -> {
                    if (i == 3) {
                      throw unreadable;
                    }
                    return "line " + i;
                  }));
      assertThatThrownBy(() -> resultOf(broken))
          .as("what a caller gets whose log can't be read")
          .hasCause(unreadable);
    }
  }

  @Test
  void aLineThatTheArchiveThrowsAnErrorAtIsRefused() throws Exception {
    var shipper =
        shipper(
            2,
            line -> {
              throw new LinkageError("The archive has a new version.");
            });

    assertThat(resultOf(shipping(shipper, log(100))))
        .as("lines that the archive refused by throwing an Error. That is to throw, too")
        .containsExactlyInAnyOrderElementsOf(log(100));
  }

  @Test
  void everyLineArrivesOnce() throws Exception {
    var shipper = shipper(4, archived::add);

    assertThat(resultOf(shipping(shipper, log(500)))).as("refused lines").isEmpty();

    assertThat(archived).containsExactlyInAnyOrderElementsOf(log(500));
  }

  @Test
  void aSingleWorkerKeepsTheOrder() throws Exception {
    var shipper = shipper(1, archived::add);

    resultOf(shipping(shipper, log(200)));

    assertThat(archived).containsExactlyElementsOf(log(200));
  }

  @Test
  void refusedLinesComeBack() throws Exception {
    var shipper =
        shipper(
            2,
            line -> {
              if (line.endsWith("7")) {
                throw new IllegalArgumentException("no sevens");
              }
              archived.add(line);
            });

    assertThat(resultOf(shipping(shipper, log(20)))).containsExactlyInAnyOrder("line 7", "line 17");
    assertThat(archived).hasSize(18).doesNotContain("line 7", "line 17");
    assertThat(resultOf(shipping(shipper, List.of("line 7", "line 8", "line 7"))))
        .as("refused lines of a log that has one of them twice")
        .containsExactly("line 7", "line 7");
  }

  @Test
  void shippingIsOverWhenTheArchiveHasAnswered() throws Exception {
    var archiveIsBusy = new CountDownLatch(1);
    var archiveIsFree = new CountDownLatch(1);
    var shipper =
        shipper(
            2,
            line -> {
              archiveIsBusy.countDown();
              awaitGate(archiveIsFree);
              archived.add(line);
            });
    Shipping shipping = shipping(shipper, log(3));
    assertInTime(archiveIsBusy.await(patience.toMillis(), MILLISECONDS), "the archive got a line");
    letItRest(shipping.thread);

    assertThat(shipping.task.isDone()).as("ship() returned before the archive answered").isFalse();
    archiveIsFree.countDown();

    assertThat(resultOf(shipping)).as("refused lines").isEmpty();
    assertThat(archived).as("what is in the archive when ship() returns").hasSize(3);
  }

  @Test
  void whoeverIsInterruptedWhileTheArchiveIsBusyIsTold() throws Exception {
    var archiveIsBusy = new CountDownLatch(1);
    var archiveIsFree = new CountDownLatch(1);
    var shipper =
        shipper(
            2,
            line -> {
              archiveIsBusy.countDown();
              awaitGate(archiveIsFree);
            });
    Shipping shipping = shipping(shipper, log(3));
    assertInTime(archiveIsBusy.await(patience.toMillis(), MILLISECONDS), "the archive got a line");
    letItRest(shipping.thread);

    shipping.thread.interrupt();
    // Whoever waits for the workers in spite of it may do so. But it is not forgotten.
    shipping.thread.join(Duration.ofSeconds(2));
    archiveIsFree.countDown();

    assertThatThrownBy(() -> resultOf(shipping))
        .as("what a caller gets who was interrupted after the last line")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void theWorkersWorkSideBySide() throws Exception {
    var allFour = new CountDownLatch(4);
    var shipper =
        shipper(
            4,
            line -> {
              allFour.countDown();
              awaitGate(allFour);
            });
    Shipping shipping = shipping(shipper, log(4));

    assertInTime(
        allFour.await(patience.toMillis(), MILLISECONDS),
        "four workers were at the archive at the same time");
    assertThat(resultOf(shipping)).as("refused lines").isEmpty();
  }

  @Test
  void aSlowArchiveSlowsTheReaderDown() throws Exception {
    var read = new AtomicInteger();
    var bothWorkersAreBusy = new CountDownLatch(2);
    var archiveIsFree = new CountDownLatch(1);
    var atTheArchive = new AtomicInteger();
    var most = new AtomicInteger();
    var shipper =
        shipper(
            2,
            line -> {
              most.accumulateAndGet(atTheArchive.incrementAndGet(), Math::max);
              bothWorkersAreBusy.countDown();
              awaitGate(archiveIsFree);
              atTheArchive.decrementAndGet();
            });
    Shipping shipping =
        shipping(
            shipper,
            log(
                2000,
                i -> {
                  read.incrementAndGet();
                  return "line " + i;
                }));
    assertInTime(
        bothWorkersAreBusy.await(patience.toMillis(), MILLISECONDS),
        "two workers were at the archive at the same time");
    letItRest(shipping.thread);

    assertThat(read).as("lines read while the archive was busy with two").hasValueLessThan(103);
    archiveIsFree.countDown();
    assertThat(resultOf(shipping)).as("refused lines").isEmpty();
    assertThat(most).as("most lines at the archive at a time").hasValue(2);
  }

  @Test
  void aLogMayBeReadSlowly() throws Exception {
    var shipper = shipper(2, archived::add);
    Shipping shipping =
        shipping(
            shipper,
            log(
                6,
                i -> {
                  if (i == 5) {
                    // The last line comes when all before it are shipped, and the workers at rest.
                    letThemPause(() -> archived.size() == 5);
                  }
                  return "line " + i;
                }));

    assertThat(resultOf(shipping)).as("refused lines").isEmpty();
    assertThat(archived).hasSize(6);
  }

  @Test
  void twoLogsCanBeShippedAtATime() throws Exception {
    var bothLogs = new CountDownLatch(2);
    var shipper =
        shipper(
            1,
            line -> {
              bothLogs.countDown();
              awaitGate(bothLogs);
              archived.add(line);
            });
    Shipping monday = shipping(shipper, log(10));
    Shipping tuesday = shipping(shipper, log(10));

    assertInTime(
        bothLogs.await(patience.toMillis(), MILLISECONDS), "both logs were shipped at a time");
    assertThat(resultOf(monday)).as("refused lines").isEmpty();
    assertThat(resultOf(tuesday)).as("refused lines").isEmpty();
    assertThat(archived).hasSize(20);
  }

  private K21_LogShipper shipper(int count, Consumer<String> archive) {
    return new K21_LogShipper(
        count,
        line -> {
          workers.add(Thread.currentThread());
          archive.accept(line);
        });
  }

  private static List<String> log(int lines) {
    return IntStream.range(0, lines).mapToObj(i -> "line " + i).toList();
  }

  /** A log whose lines are read when they are asked for. */
  private static Iterable<String> log(int lines, IntFunction<String> line) {
    return () -> {
      Iterator<Integer> numbers = IntStream.range(0, lines).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return numbers.hasNext();
        }

        @Override
        public String next() {
          return line.apply(numbers.next());
        }
      };
    };
  }

  private static Shipping shipping(K21_LogShipper shipper, Iterable<String> log) {
    return new Shipping(shipper, log);
  }

  private static List<String> resultOf(Shipping shipping) throws Exception {
    try {
      return shipping.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "ship() returned");
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

  /** Returns when the thread has ended or waits for something, or when patience is at its end. */
  private static void letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !thread.join(Duration.ofMillis(1))) {}
  }

  /**
   * Returns when it is so, and each worker has ended or waits without a time limit: then it stays
   * until somebody wakes it. Those that wait with a limit, or not at all, get two and a half
   * seconds to give up.
   */
  private void letThemPause(BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && !(isSo.getAsBoolean()
            && workers.stream().allMatch(K21_LogShipperTest::hasEndedOrStays))) {
      Thread.yield();
    }
  }

  /** In jox, another thread looks at the clock for the one that is in selectWithin(). */
  private static boolean hasEndedOrStays(Thread thread) {
    if (thread.getState() == Thread.State.TERMINATED) {
      return true;
    }
    return thread.getState() == Thread.State.WAITING
        && Stream.of(thread.getStackTrace()).noneMatch(f -> f.getMethodName().endsWith("Within"));
  }

  /** Somebody who ships a log, in a thread of their own. */
  private static final class Shipping {
    final FutureTask<List<String>> task;
    final Thread thread;

    Shipping(K21_LogShipper shipper, Iterable<String> log) {
      task = new FutureTask<>(() -> shipper.ship(log));
      thread = Thread.ofPlatform().daemon().name("caller").start(task);
    }
  }
}
