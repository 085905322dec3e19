package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all lines share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K34_HeartbeatTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration A_WHILE = Duration.ofMillis(25);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<K34_Heartbeat> opened = new CopyOnWriteArrayList<>();

  /** The threads that talked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> talking = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background: whether close() returns is asked where it matters.
    opened.forEach(line -> inBackground(line::close));
  }

  @Test
  @Order(1)
  void anOpenLineNeedsNoMoreThreadsTheMoreIsSaid() throws Exception {
    int fewEnough = 5;
    try (var watch = LeakWatch.open(Duration.ofMillis(400))) {
      var line = open(AN_HOUR, heard::add);
      sayAndHear(line, 50);
    } catch (LeakError open) {
      // The line is open, so it has a thread or two. If it has many, this report tells which.
      if (open.report().threads() > fewEnough) {
        throw open;
      }
    }
  }

  @Test
  @Order(2)
  @LeakFree(within = "700ms")
  void nothingOfALineIsLeftWhenItIsClosed() throws Exception {
    var line = open(A_WHILE, heard::add);
    sayAndHear(line, 3);

    close(line);
  }

  @Test
  @Order(3)
  @LeakFree(within = "700ms")
  void nothingOfALineIsLeftThoughNothingWasEverSaid() throws Exception {
    close(open(AN_HOUR, heard::add));
  }

  @Test
  void anOpenLineKeepsNoMoreTimersTheMoreIsSaid() throws Exception {
    var line = open(AN_HOUR, heard::add);
    sayAndHear(line, 1);
    long before = ForkJoinPool.commonPool().getDelayedTaskCount();

    sayAndHear(line, 50);

    assertThat(ForkJoinPool.commonPool().getDelayedTaskCount())
        .as("timers that the common pool keeps for an hour, after 50 messages more")
        .isLessThan(before + 10);
  }

  @Test
  void messagesGoOutInTheirOrder() throws Exception {
    var line = open(AN_HOUR, heard::add);

    sayAndHear(line, 30);

    assertThat(heard).isEmpty();
  }

  @Test
  void whileNothingIsSaidHeartbeatsGoOut() throws Exception {
    open(SOON, heard::add);

    for (int i = 0; i < 5; i++) {
      assertNextIs(K34_Heartbeat.HEARTBEAT);
    }
  }

  @Test
  void heartbeatsGoOnAfterAMessage() throws Exception {
    var line = open(A_WHILE, heard::add);
    assertNextIs(K34_Heartbeat.HEARTBEAT);

    say(line, "3rd floor");

    String next = next();
    while (next.equals(K34_Heartbeat.HEARTBEAT)) {
      next = next();
    }
    assertThat(next).isEqualTo("3rd floor");
    assertNextIs(K34_Heartbeat.HEARTBEAT);
    assertNextIs(K34_Heartbeat.HEARTBEAT);
  }

  @Test
  void noHeartbeatGoesOutBeforeItIsTime() throws Exception {
    record Words(String what, long at) {}
    var log = new CopyOnWriteArrayList<Words>();
    var line =
        open(
            A_WHILE,
            words -> {
              log.add(new Words(words, System.nanoTime()));
              heard.add(words);
            });

    // Eight times the time of silence, and there is no silence in it.
    long end = System.nanoTime() + 8 * A_WHILE.toNanos();
    while (System.nanoTime() < end) {
      say(line, "3rd floor");
      next();
      Thread.sleep(2);
    }

    for (int i = 1; i < log.size(); i++) {
      if (log.get(i).what.equals(K34_Heartbeat.HEARTBEAT)) {
        assertThat(Duration.ofNanos(log.get(i).at - log.get(i - 1).at))
            .as("how long nothing had gone out when there was a heartbeat")
            .isGreaterThanOrEqualTo(A_WHILE.minusMillis(2));
      }
    }
  }

  @Test
  void theLineSleepsWhileNothingIsSaid() throws Exception {
    var line = open(AN_HOUR, heard::add);
    sayAndHear(line, 1);

    for (Thread thread : talking) {
      assertThat(rests(thread))
          .as("the line sleeps while nothing is said. It does not keep a processor busy")
          .isTrue();
    }
    sayAndHear(line, 1);
  }

  @Test
  void oneThingGoesOutAtATime() throws Exception {
    var lineIsBusy = new CountDownLatch(1);
    var lineIsFree = new CountDownLatch(1);
    var line =
        open(
            SOON,
            words -> {
              lineIsBusy.countDown();
              awaitGate(lineIsFree);
              heard.add(words);
            });
    assertInTime(lineIsBusy.await(patience.toMillis(), MILLISECONDS), "something went out");

    // Time for heartbeats that would not wait until the line is free.
    assertThat(heard.poll(30, MILLISECONDS)).as("what went over the busy line").isNull();
    assertThat(talking).as("threads at the line").hasSize(1);
    lineIsFree.countDown();
    assertNextIs(K34_Heartbeat.HEARTBEAT);
    assertThat(say(line, "3rd floor")).as("say() on an open line").isTrue();
  }

  @Test
  void overAClosedLineNothingIsSaid() throws Exception {
    var line = open(AN_HOUR, heard::add);
    close(line);
    close(line);

    assertThat(say(line, "3rd floor")).as("say() on a closed line").isFalse();
  }

  @Test
  void closingOneLineLeavesTheOthersAlone() throws Exception {
    var line = open(AN_HOUR, heard::add);
    close(open(SOON, words -> {}));

    sayAndHear(line, 3);
  }

  private K34_Heartbeat open(Duration silence, Consumer<String> line) {
    var heartbeat =
        new K34_Heartbeat(
            silence,
            words -> {
              talking.add(Thread.currentThread());
              line.accept(words);
            });
    opened.add(heartbeat);
    return heartbeat;
  }

  /** Under load there may be heartbeats in between; here they don't matter. */
  private void sayAndHear(K34_Heartbeat line, int messages) throws Exception {
    for (int i = 0; i < messages; i++) {
      assertThat(say(line, "floor " + i)).as("say() on an open line").isTrue();
      String next = next();
      while (next.equals(K34_Heartbeat.HEARTBEAT)) {
        next = next();
      }
      assertThat(next).as("what goes out next").isEqualTo("floor " + i);
    }
  }

  private static boolean say(K34_Heartbeat line, String message) throws Exception {
    var saying = new FutureTask<>(() -> line.say(message));
    inBackground(saying);
    try {
      return saying.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "say() returned");
      throw e;
    }
  }

  private void close(K34_Heartbeat line) throws InterruptedException {
    opened.remove(line);
    assertInTime(inBackground(line::close).join(patience), "close() returned");
  }

  private void assertNextIs(String words) throws InterruptedException {
    assertThat(next()).as("what goes out next").isEqualTo(words);
  }

  private String next() throws InterruptedException {
    String words = heard.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(words != null, "something went out");
    return words;
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** Tells whether the thread comes to rest: it has ended, or it waits for something. */
  private static boolean rests(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      switch (thread.getState()) {
        case WAITING, TIMED_WAITING, TERMINATED -> {
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

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }
}
