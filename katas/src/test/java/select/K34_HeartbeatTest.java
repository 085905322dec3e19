package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.ObjectName;
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
  @Order(4)
  @LeakFree(within = "700ms")
  void nothingOfALineIsLeftThoughItWasInterrupted() throws Exception {
    var talked = new CountDownLatch(1);
    var line =
        open(
            AN_HOUR,
            words -> {
              // The wait for the next message is over before it has begun.
              Thread.currentThread().interrupt();
              talked.countDown();
            });
    inBackground(new FutureTask<>(() -> line.say("3rd floor")));
    assertInTime(talked.await(patience.toMillis(), MILLISECONDS), "the message went out");
    for (Thread thread : talking) {
      rests(thread);
    }

    close(line);
  }

  @Test
  @Order(5)
  @LeakFree(within = "700ms")
  void nothingOfALineIsLeftThoughItWasBusyWhenItWasClosed() throws Exception {
    var lineIsBusy = new CountDownLatch(1);
    var lineIsFree = new CountDownLatch(1);
    var line =
        open(
            AN_HOUR,
            words -> {
              lineIsBusy.countDown();
              awaitGate(lineIsFree);
            });
    inBackground(new FutureTask<>(() -> line.say("3rd floor")));
    assertInTime(lineIsBusy.await(patience.toMillis(), MILLISECONDS), "the message went out");

    // It may wait for the line, which is busy until the next line here.
    opened.remove(line);
    rests(inBackground(line::close));
    lineIsFree.countDown();
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
  void anOpenLineKeepsNoMoreObjectsTheMoreIsSaid() throws Exception {
    int messages = 1000;
    var line = open(AN_HOUR, words -> heard.add("heard"));
    sayAll(line, 50);
    String before = histogram();

    sayAll(line, messages);

    String after = histogram();
    Map<String, Long> kept = objectsByClass(after);
    objectsByClass(before).forEach((type, count) -> kept.merge(type, -count, Long::sum));
    // What was there before may have gone meanwhile.
    int nearlyAll = messages * 9 / 10;
    kept.values().removeIf(count -> count < nearlyAll);
    // A thread for each message is found in the leak tests, and they tell which.
    if (!kept.containsKey("java.lang.VirtualThread") && !kept.containsKey("java.lang.Thread")) {
      assertThat(kept)
          .as("what the open line still keeps of %s messages that went out", messages)
          .isEmpty();
    }
  }

  @Test
  void anEmptyMessageIsAMessage() throws Exception {
    var line = open(AN_HOUR, heard::add);

    say(line, "");

    assertNextIs("");
  }

  @Test
  void whoStillWaitsToSaySomethingWhenTheLineIsClosedWaitsNoLonger() throws Exception {
    var lineIsBusy = new CountDownLatch(1);
    var lineIsFree = new CountDownLatch(1);
    var line =
        open(
            AN_HOUR,
            words -> {
              lineIsBusy.countDown();
              awaitGate(lineIsFree);
            });
    // Whether say() returns before the message is out is left open.
    inBackground(new FutureTask<>(() -> line.say("3rd floor")));
    assertInTime(lineIsBusy.await(patience.toMillis(), MILLISECONDS), "the message went out");
    Thread saying = inBackground(new FutureTask<>(() -> line.say("4th floor")));
    rests(saying);

    opened.remove(line);
    Thread closing = inBackground(line::close);
    rests(closing);
    lineIsFree.countDown();

    assertInTime(closing.join(patience), "close() returned");
    assertInTime(saying.join(patience), "say(), called before close(), returned");
  }

  @Test
  void overALineThatWasClosedMeanwhileNothingIsSaidEither() throws Exception {
    var lineIsBusy = new CountDownLatch(1);
    var lineIsFree = new CountDownLatch(1);
    var line =
        open(
            AN_HOUR,
            words -> {
              lineIsBusy.countDown();
              awaitGate(lineIsFree);
            });
    inBackground(new FutureTask<>(() -> line.say("ground floor")));
    assertInTime(lineIsBusy.await(patience.toMillis(), MILLISECONDS), "the message went out");
    List<FutureTask<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String message = "floor " + i;
      var saying = new FutureTask<>(() -> line.say(message));
      waiting.add(saying);
      rests(inBackground(saying));
    }
    // Whether say() returns before the message is out is left open.
    waiting.removeIf(FutureTask::isDone);

    opened.remove(line);
    Thread closing = inBackground(line::close);
    rests(closing);
    boolean isClosed = !closing.isAlive();
    lineIsFree.countDown();

    int said = 0;
    for (var saying : waiting) {
      said += isTrue(saying) ? 1 : 0;
    }
    // One may have been handed over. If close() waits for the line, it may be others' turn first.
    if (isClosed) {
      assertThat(said)
          .as("messages that still waited when close() had returned, and went out all the same")
          .isLessThan(2);
    }
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

    assertThat(nextMessage()).as("the next message").isEqualTo("3rd floor");
    assertNextIs(K34_Heartbeat.HEARTBEAT);
    assertNextIs(K34_Heartbeat.HEARTBEAT);
  }

  @Test
  void noHeartbeatGoesOutBeforeItIsTime() throws Exception {
    var log = new CopyOnWriteArrayList<Words>();
    var line = open(A_WHILE, words -> hear(words, log));

    // Eight times the time of silence, and there is no silence in it.
    long end = System.nanoTime() + 8 * A_WHILE.toNanos();
    while (System.nanoTime() < end) {
      say(line, "3rd floor");
      next();
      Thread.sleep(2);
    }
    next();
    next();
    next();

    assertHeartbeatsOnlyAfterSilence(log);
  }

  @Test
  void noHeartbeatGoesOutRightAfterAMessageThatTookLong() throws Exception {
    var log = new CopyOnWriteArrayList<Words>();
    var lineIsBusy = new CountDownLatch(1);
    var lineIsFree = new CountDownLatch(1);
    var line =
        open(
            A_WHILE,
            words -> {
              if (words.equals("a long message")) {
                lineIsBusy.countDown();
                awaitGate(lineIsFree);
              }
              hear(words, log);
            });
    inBackground(new FutureTask<>(() -> line.say("a long message")));
    assertInTime(lineIsBusy.await(patience.toMillis(), MILLISECONDS), "the long message went out");
    var saying = new FutureTask<>(() -> line.say("3rd floor"));
    inBackground(saying);

    // The long message takes longer than silence may.
    lineIsFree.await(3 * A_WHILE.toMillis(), MILLISECONDS);
    lineIsFree.countDown();

    assertThat(nextMessage()).as("the next message").isEqualTo("a long message");
    assertThat(nextMessage()).as("the next message").isEqualTo("3rd floor");
    assertNextIs(K34_Heartbeat.HEARTBEAT);
    assertNextIs(K34_Heartbeat.HEARTBEAT);
    assertHeartbeatsOnlyAfterSilence(log);
  }

  @Test
  void afterAMessageThatTookLongThereIsSilenceBeforeTheHeartbeat() throws Exception {
    var log = new CopyOnWriteArrayList<Words>();
    var lineIsBusy = new CountDownLatch(1);
    var lineIsFree = new CountDownLatch(1);
    var line =
        open(
            A_WHILE,
            words -> {
              if (words.equals("a long message")) {
                lineIsBusy.countDown();
                awaitGate(lineIsFree);
              }
              hear(words, log);
            });
    inBackground(new FutureTask<>(() -> line.say("a long message")));
    assertInTime(lineIsBusy.await(patience.toMillis(), MILLISECONDS), "the long message went out");

    // The long message takes longer than silence may, and nobody says anything after it.
    lineIsFree.await(3 * A_WHILE.toMillis(), MILLISECONDS);
    lineIsFree.countDown();

    assertThat(nextMessage()).as("the next message").isEqualTo("a long message");
    assertNextIs(K34_Heartbeat.HEARTBEAT);
    assertNextIs(K34_Heartbeat.HEARTBEAT);
    assertHeartbeatsOnlyAfterSilence(log);
  }

  @Test
  void theLineSleepsWhileNothingIsSaid() throws Exception {
    var line = open(AN_HOUR, heard::add);
    sayAndHear(line, 1);

    for (Thread thread : talking) {
      assertThat(rests(thread) && timesAwake(thread) < 3)
          .as(
              "the line sleeps while nothing is said. It does not keep a processor busy, and does"
                  + " not get up to look")
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
  void aLineMayBeClosedByWhatIsSaidOverIt() throws Exception {
    var opened = new CompletableFuture<K34_Heartbeat>();
    var closed = new CountDownLatch(1);
    var line =
        open(
            AN_HOUR,
            words -> {
              opened.join().close();
              closed.countDown();
            });
    opened.complete(line);

    inBackground(new FutureTask<>(() -> line.say("3rd floor")));

    assertInTime(closed.await(patience.toMillis(), MILLISECONDS), "close() returned");
  }

  @Test
  void closingOneLineLeavesTheOthersAlone() throws Exception {
    var line = open(AN_HOUR, heard::add);
    close(open(SOON, words -> {}));

    sayAndHear(line, 3);
  }

  private record Words(String what, long from, long to) {}

  private void hear(String words, List<Words> log) {
    long from = System.nanoTime();
    heard.add(words);
    log.add(new Words(words, from, System.nanoTime()));
  }

  private static void assertHeartbeatsOnlyAfterSilence(List<Words> log) {
    for (int i = 1; i < log.size(); i++) {
      if (log.get(i).what.equals(K34_Heartbeat.HEARTBEAT)) {
        assertThat(Duration.ofNanos(log.get(i).from - log.get(i - 1).to))
            .as("how long nothing had gone out when there was a heartbeat")
            .isGreaterThanOrEqualTo(A_WHILE.minusMillis(2));
      }
    }
  }

  private void sayAll(K34_Heartbeat line, int messages) throws InterruptedException {
    inBackground(
        new FutureTask<>(() -> {
          for (int i = 0; i < messages; i++) {
            line.say("floor " + i);
          }
          return messages;
        }));
    for (int i = 0; i < messages; i++) {
      next();
    }
  }

  /** Lists how many objects of each class there are that somebody still holds. */
  private static String histogram() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }

  private static Map<String, Long> objectsByClass(String histogram) {
    Map<String, Long> objects = new HashMap<>();
    for (String row : histogram.lines().toList()) {
      String[] columns = row.strip().split("\\s+");
      if (columns.length >= 4 && columns[0].endsWith(":")) {
        objects.merge(columns[3], Long.parseLong(columns[1]), Long::sum);
      }
    }
    return objects;
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
      assertThat(nextMessage()).as("what goes out next").isEqualTo("floor " + i);
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

  /** Whether it was said. Who gets an exception has not said it. */
  private static boolean isTrue(FutureTask<Boolean> saying) throws Exception {
    try {
      return saying.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      return false;
    } catch (TimeoutException e) {
      assertInTime(false, "say(), called before close(), returned");
      throw e;
    }
  }

  private void close(K34_Heartbeat line) throws InterruptedException {
    opened.remove(line);
    var closing = new FutureTask<>(line::close, true);
    assertInTime(inBackground(closing).join(patience), "close() returned");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private void assertNextIs(String words) throws InterruptedException {
    assertThat(next()).as("what goes out next").isEqualTo(words);
  }

  /** What goes out after all heartbeats, unless there are heartbeats for ever. */
  private String nextMessage() throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    String next = next();
    while (next.equals(K34_Heartbeat.HEARTBEAT) && System.nanoTime() < deadline) {
      next = next();
    }
    return next;
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

  /**
   * Counts how often a thread at rest gets up within a tenth of a second; three times is enough.
   */
  private static int timesAwake(Thread thread) {
    long deadline = System.nanoTime() + Duration.ofMillis(100).toNanos();
    int times = 0;
    boolean awake = false;
    while (times < 3 && System.nanoTime() < deadline) {
      boolean now = thread.getState() == Thread.State.RUNNABLE;
      if (now && !awake) {
        times++;
      }
      awake = now;
    }
    return times;
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
