package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loosethreads.leakcheck.Leak;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all hubs share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K36_SensorHubTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final BlockingQueue<String> board = new LinkedBlockingQueue<>();
  private final CountDownLatch boardIsBusy = new CountDownLatch(1);
  private final CountDownLatch boardIsFree = new CountDownLatch(1);
  private final List<K36_SensorHub> opened = new CopyOnWriteArrayList<>();

  /** The threads at the board. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> hubs = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    boardIsFree.countDown();
    // In the background: whether close() returns is asked where it matters.
    opened.forEach(hub -> inBackground(hub::close));
  }

  @Test
  @Order(1)
  @LeakFree(within = "700ms")
  void aQuietHubIsGoneWhenItIsClosed() throws Exception {
    var hub = open(board::add);
    report(hub, "7 cars");
    assertNextOnTheBoardIs("7 cars");
    letItRest();

    close(hub);
    close(hub);
  }

  @Test
  @Order(2)
  @LeakFree(within = "700ms")
  void aHubEndsThoughReadingsKeepComing() throws Exception {
    assertEndsUnderLoad(K36_SensorHub::report, "readings");
  }

  @Test
  @Order(3)
  @LeakFree(within = "700ms")
  void aHubEndsThoughAlarmsKeepComing() throws Exception {
    assertEndsUnderLoad(K36_SensorHubTest::raise, "alarms");
  }

  @Test
  void readingsComeInTheirOrder() throws Exception {
    var hub = open(board::add);

    for (int i = 0; i < 50; i++) {
      assertThat(report(hub, i + " cars")).as("report() to a hub that has little to do").isTrue();
    }

    for (int i = 0; i < 50; i++) {
      assertNextOnTheBoardIs(i + " cars");
    }
  }

  @Test
  void alarmsGoBeforeReadings() throws Exception {
    var hub = openWithABusyBoard();
    for (int i = 0; i < 20; i++) {
      assertThat(report(hub, i + " cars")).as("report() to a hub that has room").isTrue();
    }
    for (int i = 0; i < 20; i++) {
      alarm(hub, "fire " + i);
    }

    boardIsFree.countDown();

    assertNextOnTheBoardIs("busy");
    for (int i = 0; i < 20; i++) {
      assertNextOnTheBoardIs("fire " + i);
    }
    for (int i = 0; i < 20; i++) {
      assertNextOnTheBoardIs(i + " cars");
    }
  }

  @Test
  void anAlarmGoesBeforeReadingsThatHaveWaitedForLong() throws Exception {
    var hub = new K36_SensorHub[1];
    hub[0] =
        open(news -> {
          if (news.equals("busy")) {
            boardIsBusy.countDown();
            awaitGate(boardIsFree);
          } else if (news.equals("0 cars")) {
            tell(K36_SensorHubTest::raise, hub[0], "fire");
          }
          board.add(news);
        });
    report(hub[0], "busy");
    assertInTime(
        boardIsBusy.await(patience.toMillis(), MILLISECONDS), "something was on the board");
    for (int i = 0; i < 5; i++) {
      report(hub[0], i + " cars");
    }

    boardIsFree.countDown();

    assertNextOnTheBoardIs("busy");
    assertNextOnTheBoardIs("0 cars");
    assertNextOnTheBoardIs("fire");
    for (int i = 1; i < 5; i++) {
      assertNextOnTheBoardIs(i + " cars");
    }
  }

  @Test
  void sensorsDoNotWaitForTheBoard() throws Exception {
    var hub = openWithABusyBoard();
    int taken = 0;
    for (int i = 0; i < 300; i++) {
      if (report(hub, i + " cars")) {
        taken++;
      }
    }
    inTime(() -> {
      for (int i = 0; i < 5000; i++) {
        hub.alarm("fire " + i);
      }
      return true;
    });

    // The reading that the board is busy with may count or not, and may hold its place or not.
    assertThat(taken).as("readings that a hub takes while the board is busy").isBetween(99, 101);
    boardIsFree.countDown();
    assertNextOnTheBoardIs("busy");
    for (int i = 0; i < 5000; i++) {
      assertNextOnTheBoardIs("fire " + i);
    }
    for (int i = 0; i < taken; i++) {
      assertNextOnTheBoardIs(i + " cars");
    }
  }

  @Test
  void aHubWithNothingToShowSleeps() throws Exception {
    var hub = open(board::add);
    report(hub, "7 cars");
    assertNextOnTheBoardIs("7 cars");

    assertThat(letItRest())
        .as("the hub sleeps while nothing comes in. It does not keep a processor busy")
        .isTrue();
    alarm(hub, "fire");
    assertNextOnTheBoardIs("fire");
    report(hub, "8 cars");
    assertNextOnTheBoardIs("8 cars");
  }

  @Test
  void aHubWithNothingToShowDoesNotGetUpNowAndThen() throws Exception {
    List<String> states = List.of();
    try (var watch = LeakWatch.open(Duration.ofMillis(300))) {
      var hub = open(board::add);
      report(hub, "7 cars");
      assertNextOnTheBoardIs("7 cars");
      letItRest();
    } catch (LeakError open) {
      // The hub is open, so it has a thread that waits. None of it may wait for a time only.
      states =
          open.report().leaks().stream()
              .filter(leak -> !isIdleInAPool(leak.stack().stream()))
              .map(Leak::state)
              .toList();
    }

    assertThat(states)
        .as("what the threads of a hub do while nothing comes in. Nobody needs a timer then")
        .doesNotContain("TIMED_WAITING");
  }

  @Test
  void emptyNewsAreNews() throws Exception {
    var hub = open(board::add);

    report(hub, "");
    assertNextOnTheBoardIs("");
    alarm(hub, "");
    assertNextOnTheBoardIs("");
    report(hub, "7 cars");
    assertNextOnTheBoardIs("7 cars");
  }

  @Test
  void closingDoesNotWaitForTheBoard() throws Exception {
    var hub = openWithABusyBoard();

    opened.remove(hub);
    Thread closing = inBackground(hub::close);
    boolean waits = false;
    long deadline = System.nanoTime() + patience.toNanos();
    while (!closing.join(Duration.ofMillis(1)) && System.nanoTime() < deadline) {
      waits |= closing.getState() == Thread.State.TIMED_WAITING;
    }

    assertInTime(!closing.isAlive(), "close() returned");
    assertThat(waits).as("close() waited for a time before it returned").isFalse();
    close(hub);
  }

  @Test
  void sensorsDoNotSufferFromAClosedHub() throws Exception {
    var hub = openWithABusyBoard();
    close(hub);
    boardIsFree.countDown();
    assertNextOnTheBoardIs("busy");

    for (int i = 0; i < 300; i++) {
      report(hub, i + " cars");
      alarm(hub, "fire " + i);
    }
  }

  @Test
  void anAlarmOfASensorThatIsInterruptedIsNotLost() throws Exception {
    var hub = open(board::add);

    boolean isRaised =
        inTime(() -> {
          Thread.currentThread().interrupt();
          try {
            return raise(hub, "fire");
          } catch (InterruptedException e) {
            return false;
          }
        });

    assertThat(isRaised)
        .as("a sensor that is interrupted raises an alarm. It gets no exception, as nobody waits")
        .isTrue();
    assertNextOnTheBoardIs("fire");
  }

  @Test
  void closingOneHubLeavesTheOthersAlone() throws Exception {
    var hub = open(board::add);
    close(open(news -> {}));

    report(hub, "7 cars");
    assertNextOnTheBoardIs("7 cars");
  }

  /** Tells a hub something. It may have no room, and says so. */
  private interface Telling {
    boolean tell(K36_SensorHub hub, String news) throws InterruptedException;
  }

  /**
   * Asserts that a hub ends though it gets something new for each thing it shows. It may show what
   * it has taken before, and what is under way, which is far less than the limit here. At the limit
   * the load stops, so that a hub that would never end does so.
   */
  private void assertEndsUnderLoad(Telling telling, String what) throws Exception {
    int limit = 2000;
    var loaded = new CountDownLatch(100);
    var closed = new CountDownLatch(1);
    var shownSince = new CountDownLatch(limit);
    K36_SensorHub[] hub = new K36_SensorHub[1];
    hub[0] =
        open(news -> {
          if (closed.getCount() == 0) {
            shownSince.countDown();
          }
          if (shownSince.getCount() > 0) {
            tell(telling, hub[0], news);
          }
          loaded.countDown();
        });
    for (int i = 0; i < 10; i++) {
      String news = what + " " + i;
      inTime(() -> telling.tell(hub[0], news));
    }
    assertInTime(loaded.await(patience.toMillis(), MILLISECONDS), what + " were on the board");

    close(hub[0]);
    closed.countDown();

    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : hubs) {
      while (thread.isAlive() && shownSince.getCount() > 0 && System.nanoTime() < deadline) {
        thread.join(Duration.ofMillis(1));
      }
    }
    assertThat(shownSince.getCount() > 0)
        .as(
            "the hub ended though %s kept coming. It has shown %s of them after it was closed,"
                + " and would go on for ever",
            what, limit)
        .isTrue();
  }

  private static boolean raise(K36_SensorHub hub, String alarm) throws InterruptedException {
    hub.alarm(alarm);
    return true;
  }

  private static void tell(Telling telling, K36_SensorHub hub, String news) {
    try {
      telling.tell(hub, news);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private K36_SensorHub open(Consumer<String> board) {
    var hub =
        new K36_SensorHub(news -> {
          hubs.add(Thread.currentThread());
          board.accept(news);
        });
    opened.add(hub);
    return hub;
  }

  /** A hub that waits for the board, which does not care for interrupts. */
  private K36_SensorHub openWithABusyBoard() throws Exception {
    var hub =
        open(news -> {
          boardIsBusy.countDown();
          awaitGate(boardIsFree);
          board.add(news);
        });
    report(hub, "busy");
    assertInTime(
        boardIsBusy.await(patience.toMillis(), MILLISECONDS), "something was on the board");
    return hub;
  }

  private static void alarm(K36_SensorHub hub, String alarm) throws Exception {
    inTime(() -> {
      hub.alarm(alarm);
      return true;
    });
  }

  private static boolean report(K36_SensorHub hub, String reading) throws Exception {
    return inTime(() -> hub.report(reading));
  }

  private void close(K36_SensorHub hub) throws InterruptedException {
    opened.remove(hub);
    var closing = new FutureTask<>(hub::close, true);
    assertInTime(inBackground(closing).join(patience), "close() returned");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private void assertNextOnTheBoardIs(String news) throws InterruptedException {
    String next = board.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(next != null, "something came to the board");
    assertThat(next).as("what comes to the board next").isEqualTo(news);
  }

  private static boolean inTime(Callable<Boolean> sensor) throws Exception {
    var task = new FutureTask<>(sensor);
    inBackground(task);
    try {
      return task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "the sensor could go on");
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

  private boolean letItRest() throws InterruptedException {
    boolean rests = true;
    for (Thread hub : hubs) {
      rests &= rests(hub);
    }
    return rests;
  }

  /**
   * Tells whether the thread comes to rest: it has ended, or it waits without a time limit, or for
   * so long as a pool keeps a thread that has nothing to do.
   */
  private static boolean rests(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < deadline) {
      switch (thread.getState()) {
        case WAITING, TERMINATED -> {
          return true;
        }
        case TIMED_WAITING -> {
          if (isIdleInAPool(Stream.of(thread.getStackTrace()).map(StackTraceElement::toString))) {
            return true;
          }
          thread.join(Duration.ofMillis(1));
        }
        default -> thread.join(Duration.ofMillis(1));
      }
    }
    return false;
  }

  /** It waits to be let go, and not to look again. In a pool with timers it may be the latter. */
  private static boolean isIdleInAPool(Stream<String> stack) {
    var frames = stack.toList();
    return frames.stream()
            .anyMatch(frame -> frame.contains("java.util.concurrent.ThreadPoolExecutor.getTask("))
        && frames.stream().noneMatch(frame -> frame.contains("ScheduledThreadPoolExecutor"));
  }

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  private static void awaitGate(CountDownLatch gate) {
    boolean interrupted = false;
    boolean open = false;
    while (!open) {
      try {
        gate.await();
        open = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
