package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
import java.util.concurrent.atomic.AtomicInteger;
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

/** The leak tests run first: a thread that all tables share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K37_EventLoopTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final BlockingQueue<String> made = new LinkedBlockingQueue<>();
  private final CountDownLatch moveIsUnderWay = new CountDownLatch(1);
  private final CountDownLatch moveMayEnd = new CountDownLatch(1);
  private final List<K37_EventLoop> opened = new CopyOnWriteArrayList<>();

  /** The threads that ran moves. Held here, none can be collected and seem to have ended. */
  private final Set<Thread> tables = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    moveMayEnd.countDown();
    // In the background: whether close() returns is asked where it matters.
    opened.forEach(table -> inBackground(table::close));
  }

  @Test
  @Order(1)
  @LeakFree(within = "700ms")
  void aTableWhereNobodyPlaysIsGoneWhenItIsClosed() throws Exception {
    var neverUsed = open();
    var left = open();
    play(left, "7 of hearts");
    assertNextMadeIs("7 of hearts");
    var paused = open();
    paused.pause();
    letItRest();

    close(neverUsed);
    close(left);
    close(paused);
  }

  @Test
  @Order(2)
  @LeakFree(within = "700ms")
  void aTableIsGoneAfterTheMoveDuringWhichItWasClosed() throws Exception {
    var table = openWithAMoveUnderWay();

    close(table);
    close(table);
    moveMayEnd.countDown();
    assertNextMadeIs("the first move");
  }

  @Test
  @Order(3)
  @LeakFree(within = "700ms")
  void movesThatWaitAreNotRunAnyMoreWhenTheTableIsClosed() throws Exception {
    var table = openWithAMoveUnderWay();
    play(table, "7 of hearts");
    play(table, "8 of hearts");

    close(table);
    moveMayEnd.countDown();
    assertNextMadeIs("the first move");

    letItRest();
    assertThat(made).as("moves that were made after the table was closed").isEmpty();
  }

  @Test
  @Order(4)
  @LeakFree(within = "700ms")
  void aPausedTableWithMovesThatWaitIsGoneWhenItIsClosed() throws Exception {
    var table = openWithAMoveUnderWay();
    table.pause();
    play(table, "7 of hearts");
    moveMayEnd.countDown();
    assertNextMadeIs("the first move");
    letItRest();

    close(table);

    letItRest();
    assertThat(made).as("moves that were made after the table was closed").isEmpty();
  }

  @Test
  @Order(5)
  @LeakFree(within = "700ms")
  void aTableIsGoneWhenTheLastMoveHasClosedIt() throws Exception {
    var table = open();
    opened.remove(table);

    answerOf(
        table,
        () -> {
          tables.add(Thread.currentThread());
          table.close();
          made.add("the last move");
        });

    assertNextMadeIs("the last move");
  }

  @Test
  void aMoveThatThrowsAnErrorDoesNotEndTheGame() throws Exception {
    var table = open();
    answerOf(
        table,
        () -> {
          throw new LinkageError("The deck of cards has a new version.");
        });
    play(table, "7 of hearts");

    assertNextMadeIs("7 of hearts");
  }

  @Test
  void aMoveMayMakeAnother() throws Exception {
    var table = open();

    answerOf(
        table,
        () -> {
          table.play(() -> made.add("8 of hearts"));
          made.add("7 of hearts");
        });

    assertNextMadeIs("7 of hearts");
    assertNextMadeIs("8 of hearts");
  }

  @Test
  void movesAreMadeInTheirOrder() throws Exception {
    var table = openWithAMoveUnderWay();
    for (int i = 0; i < 100; i++) {
      play(table, "move " + i);
    }

    moveMayEnd.countDown();

    assertNextMadeIs("the first move");
    for (int i = 0; i < 100; i++) {
      assertNextMadeIs("move " + i);
    }
  }

  @Test
  void movesAreMadeOneAtATime() throws Exception {
    var atATime = new AtomicInteger();
    var most = new AtomicInteger();
    var table = open();
    var all = new CountDownLatch(100);
    for (int i = 0; i < 4; i++) {
      inBackground(() -> {
        for (int j = 0; j < 25; j++) {
          table.play(() -> {
            most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
            Thread.yield();
            atATime.decrementAndGet();
            all.countDown();
          });
        }
      });
    }

    assertInTime(all.await(patience.toMillis(), MILLISECONDS), "all moves were made");
    assertThat(most).as("moves that were made at the same time").hasValue(1);
  }

  @Test
  void aMoveThatThrowsDoesNotEndTheGame() throws Exception {
    var table = open();
    var failures =
        List.of(
            new IllegalStateException("You have no hearts."),
            new IllegalArgumentException("There is no 11 of hearts."),
            new NullPointerException());
    for (RuntimeException failure : failures) {
      answerOf(
          table,
          () -> {
            throw failure;
          });
    }

    play(table, "7 of hearts");

    assertNextMadeIs("7 of hearts");
  }

  @Test
  void playersDoNotWaitForAMove() throws Exception {
    var table = openWithAMoveUnderWay();

    play(table, "7 of hearts");
    play(table, "8 of hearts");

    assertThat(made).isEmpty();
  }

  @Test
  void afterAPauseMovesWaitForTheTableToBeResumed() throws Exception {
    var table = open();
    play(table, "7 of hearts");
    assertNextMadeIs("7 of hearts");

    // More than once, for each time the table may be found on its way to its wait.
    for (int i = 0; i < 3; i++) {
      letItRest();
      table.pause();
      play(table, "8 of hearts");
      play(table, "9 of hearts");
      // Time for moves that are made all the same. Nobody has to use it.
      String made = this.made.poll(20, MILLISECONDS);
      assertThat(made).as("the move that was made at a paused table").isNull();
      assertThat(letItRest())
          .as("the paused table sleeps until it is resumed. It does not keep a processor busy")
          .isTrue();

      // The referee has more threads than one.
      assertInTime(inBackground(table::resume).join(patience), "resume() returned");
      assertNextMadeIs("8 of hearts");
      assertNextMadeIs("9 of hearts");
    }
  }

  @Test
  void aShortPauseIsOverWhenTheTableIsResumed() throws Exception {
    var table = openWithAMoveUnderWay();
    table.pause();
    table.resume();
    table.pause();
    table.resume();
    play(table, "7 of hearts");

    moveMayEnd.countDown();

    assertNextMadeIs("the first move");
    assertNextMadeIs("7 of hearts");
  }

  @Test
  void aPauseCountsForAllMovesThatComeAfterIt() throws Exception {
    var table = openWithAMoveUnderWay();
    table.pause();
    table.resume();
    table.pause();
    play(table, "7 of hearts");
    moveMayEnd.countDown();
    assertNextMadeIs("the first move");
    letItRest();
    assertThat(made).as("moves that were made at a paused table").isEmpty();

    table.resume();

    assertNextMadeIs("7 of hearts");
  }

  @Test
  void aResumeWithoutAPauseDoesNotCountForTheNextPause() throws Exception {
    var table = openWithAMoveUnderWay();
    table.resume();
    table.pause();
    play(table, "7 of hearts");
    moveMayEnd.countDown();
    assertNextMadeIs("the first move");
    letItRest();
    assertThat(made).as("moves that were made at a paused table").isEmpty();

    table.resume();

    assertNextMadeIs("7 of hearts");
  }

  @Test
  void oneResumeEndsAPauseThatWasAskedForTwice() throws Exception {
    var table = openWithAMoveUnderWay();
    table.pause();
    table.pause();
    table.resume();
    play(table, "7 of hearts");

    moveMayEnd.countDown();

    assertNextMadeIs("the first move");
    assertNextMadeIs("7 of hearts");
  }

  @Test
  void closingDoesNotWaitForAMove() throws Exception {
    var table = openWithAMoveUnderWay();

    opened.remove(table);
    Thread closing = inBackground(table::close);
    boolean waits = false;
    long deadline = System.nanoTime() + patience.toNanos();
    while (!closing.join(Duration.ofMillis(1)) && System.nanoTime() < deadline) {
      waits |= closing.getState() == Thread.State.TIMED_WAITING;
    }

    assertInTime(!closing.isAlive(), "close() returned");
    assertThat(waits).as("close() waited for a time before it returned").isFalse();
  }

  @Test
  void aTableWithNothingToDoDoesNotGetUpNowAndThen() throws Exception {
    List<String> states = List.of();
    try (var watch = LeakWatch.open(Duration.ofMillis(300))) {
      var table = open();
      play(table, "7 of hearts");
      assertNextMadeIs("7 of hearts");
      letItRest();
    } catch (LeakError open) {
      // The table is open, so it has a thread that waits. None of it may wait for a time only.
      states =
          open.report().leaks().stream()
              .filter(leak -> !isIdleInAPool(leak.stack().stream()))
              .map(Leak::state)
              .toList();
    }

    assertThat(states)
        .as("what the threads of a table do while nobody plays. Nobody needs a timer then")
        .doesNotContain("TIMED_WAITING");
  }

  @Test
  void aTableWithNothingToDoSleeps() throws Exception {
    var table = open();
    play(table, "7 of hearts");
    assertNextMadeIs("7 of hearts");

    assertThat(letItRest())
        .as("the table sleeps until there is something to do. It does not get up to look around")
        .isTrue();
    play(table, "8 of hearts");
    assertNextMadeIs("8 of hearts");
  }

  /** A table may take them all at once, as long as it looks up before each of them. */
  @Test
  void aMoveThatClosesTheTableIsTheLastOne() throws Exception {
    var table = openWithAMoveUnderWay();
    opened.remove(table);
    answerOf(
        table,
        () -> {
          table.close();
          made.add("the closing move");
        });
    play(table, "7 of hearts");
    play(table, "8 of hearts");

    moveMayEnd.countDown();

    assertNextMadeIs("the first move");
    assertNextMadeIs("the closing move");
    letItRest();
    // Time for moves that are made all the same. Nobody has to use it.
    String made = this.made.poll(20, MILLISECONDS);
    assertThat(made)
        .as("a move that waited when another one closed the table. Who has taken it must ask again")
        .isNull();
  }

  @Test
  void atAClosedTableNobodyPlays() throws Exception {
    var table = open();
    close(table);
    close(table);

    assertThat(answerOf(table, () -> made.add("7 of hearts")))
        .as("play() at a closed table")
        .isFalse();
  }

  @Test
  void closingOneTableLeavesTheOthersAlone() throws Exception {
    var table = open();
    close(open());

    play(table, "7 of hearts");

    assertNextMadeIs("7 of hearts");
  }

  private K37_EventLoop open() {
    var table = new K37_EventLoop();
    opened.add(table);
    return table;
  }

  /** Like many a library, this move has its own idea of what to do with an interrupt: nothing. */
  private K37_EventLoop openWithAMoveUnderWay() throws Exception {
    var table = open();
    answerOf(
        table,
        () -> {
          tables.add(Thread.currentThread());
          moveIsUnderWay.countDown();
          boolean mayEnd = false;
          while (!mayEnd) {
            try {
              moveMayEnd.await();
              mayEnd = true;
            } catch (InterruptedException e) {
              // Not now.
            }
          }
          made.add("the first move");
        });
    assertInTime(moveIsUnderWay.await(patience.toMillis(), MILLISECONDS), "a move was made");
    return table;
  }

  private void play(K37_EventLoop table, String move) throws Exception {
    assertThat(
            answerOf(
                table,
                () -> {
                  tables.add(Thread.currentThread());
                  made.add(move);
                }))
        .as("play() at an open table")
        .isTrue();
  }

  private static boolean answerOf(K37_EventLoop table, Runnable move) throws Exception {
    var playing = new FutureTask<>(() -> table.play(move));
    inBackground(playing);
    try {
      return playing.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "play() returned");
      throw e;
    }
  }

  private void close(K37_EventLoop table) throws InterruptedException {
    opened.remove(table);
    var closing = new FutureTask<>(table::close, true);
    assertInTime(inBackground(closing).join(patience), "close() returned");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private void assertNextMadeIs(String move) throws InterruptedException {
    String next = made.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(next != null, "a move was made");
    assertThat(next).as("the next move that is made").isEqualTo(move);
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
    for (Thread table : tables) {
      rests &= letItRest(table);
    }
    return rests;
  }

  /** Tells whether the thread comes to rest: it has ended, or it waits without a time limit. */
  private static boolean letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
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
}
