package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all rooms share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K31_ChatRoomTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final BlockingQueue<String> adasScreen = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> gracesScreen = new LinkedBlockingQueue<>();
  private final CountDownLatch screenIsBusy = new CountDownLatch(1);
  private final CountDownLatch screenIsFree = new CountDownLatch(1);
  private final List<K31_ChatRoom> opened = new CopyOnWriteArrayList<>();

  /** The threads that told. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> hosts = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background, and not those that a test has closed: it may matter that it was only once.
    opened.forEach(room -> inBackground(room::close));
  }

  @Test
  @Order(1)
  @LeakFree
  void theHostLeavesWhenTheRoomIsClosed() throws Exception {
    var room = open();
    join(room, guest(adasScreen));
    say(room, "Hello?");
    assertNextIs("Hello?", adasScreen);

    close(room);
  }

  @Test
  @Order(2)
  @LeakFree
  void nobodyWaitsAtAClosedRoom() throws Exception {
    var room = roomWithABusyHost();
    letItRest(new Visit(() -> room.say("Can you hear me?")).thread);
    letItRest(new Visit(() -> room.join(guest(gracesScreen))).thread);
    letItRest(new Visit(() -> room.say("Hello?")).thread);

    close(room);
    screenIsFree.countDown();
  }

  @Test
  void aGuestThatThrowsAnErrorIsShownOut() throws Exception {
    var calls = new AtomicInteger();
    var room = open();
    join(
        room,
        message -> {
          calls.incrementAndGet();
          throw new LinkageError("The browser has a new version.");
        });
    join(room, guest(gracesScreen));

    say(room, "Hello?");
    say(room, "Anybody there?");

    assertNextIs("Hello?", gracesScreen);
    assertNextIs("Anybody there?", gracesScreen);
    assertThat(calls).as("times the broken guest was told something").hasValue(1);
  }

  @Test
  void everybodyHearsEverythingInTheOrderItWasSaid() throws Exception {
    var room = open();
    join(room, guest(adasScreen));
    join(room, guest(gracesScreen));

    for (int i = 0; i < 20; i++) {
      say(room, "message " + i);
    }

    for (int i = 0; i < 20; i++) {
      assertNextIs("message " + i, adasScreen);
      assertNextIs("message " + i, gracesScreen);
    }
  }

  @Test
  void whoSaysSomethingDoesNotWaitForSlowGuests() throws Exception {
    var room = open();
    join(room, slowGuest());

    say(room, "Hello?");

    assertOpens(screenIsBusy, "the guest heard it");
    screenIsFree.countDown();
    assertNextIs("Hello?", adasScreen);
  }

  @Test
  void aGuestThatThrowsIsShownOut() throws Exception {
    var calls = new AtomicInteger();
    var room = open();
    join(
        room,
        message -> {
          calls.incrementAndGet();
          throw new IllegalStateException("The browser is gone.");
        });
    join(room, guest(gracesScreen));

    say(room, "Hello?");
    say(room, "Anybody there?");

    assertNextIs("Hello?", gracesScreen);
    assertNextIs("Anybody there?", gracesScreen);
    assertThat(calls).as("times the broken guest was told something").hasValue(1);
  }

  @Test
  void guestsAreToldOneThingAtATime() throws Exception {
    var atATime = new AtomicInteger();
    var most = new AtomicInteger();
    var room = open();
    for (var screen : List.of(adasScreen, gracesScreen)) {
      join(
          room,
          message -> {
            most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
            screen.add(message);
            atATime.decrementAndGet();
          });
    }

    var talkers = new ArrayList<Visit>();
    for (int i = 0; i < 50; i++) {
      String message = "message " + i;
      talkers.add(new Visit(() -> room.say(message)));
    }
    for (var talker : talkers) {
      assertThat(answerTo(talker)).as("say() in an open room").isTrue();
    }

    for (int i = 0; i < 50; i++) {
      assertNextIs(next(adasScreen), gracesScreen);
    }
    assertThat(most).as("guests that were told something at the same time").hasValue(1);
  }

  @Test
  void aHostWithNothingToDoSleeps() throws Exception {
    var room = open();
    join(room, guest(adasScreen));
    say(room, "Hello?");
    assertNextIs("Hello?", adasScreen);

    for (Thread host : hosts) {
      assertThat(letItRest(host))
          .as("the host sleeps while nothing happens. It does not keep a processor busy")
          .isTrue();
    }
  }

  @Test
  void aLongSilenceDoesNotEndTheRoom() throws Exception {
    var room = open();
    join(room, guest(adasScreen));
    say(room, "Hello?");
    assertNextIs("Hello?", adasScreen);

    for (Thread host : hosts) {
      letItPause(host);
    }
    say(room, "Anybody there?");

    assertNextIs("Anybody there?", adasScreen);
  }

  @Test
  void aBusyHostIsWaitedFor() throws Exception {
    var room = roomWithABusyHost();
    var talker = new Visit(() -> room.say("Anybody there?"));
    letItPause(talker.thread);
    screenIsFree.countDown();

    assertThat(answerTo(talker)).as("say() in an open room").isTrue();
    assertNextIs("Hello?", adasScreen);
    assertNextIs("Anybody there?", adasScreen);
  }

  @Test
  void whatWasPromisedIsKeptThoughTheRoomIsClosed() throws Exception {
    var room = roomWithABusyHost();
    var talkers = new ArrayList<Visit>();
    for (String message : List.of("one", "two", "three")) {
      var talker = new Visit(() -> room.say(message));
      talkers.add(talker);
      letItRest(talker.thread);
    }

    close(room);
    screenIsFree.countDown();

    assertNextIs("Hello?", adasScreen);
    assertNextIs("Hello?", gracesScreen);
    int promised = 0;
    for (var talker : talkers) {
      letItRest(talker.thread);
      if (talker.task.isDone() && talker.task.get()) {
        promised++;
      }
    }
    for (int i = 0; i < promised; i++) {
      assertThat(next(adasScreen))
          .as("what Ada hears of the %s messages for which say() was true", promised)
          .isIn("one", "two", "three");
    }
  }

  /** Again and again, for the host may have told it before the room is closed. */
  @Test
  void aGoodbyeIsHeardThoughTheRoomIsClosedRightAfterIt() throws Exception {
    for (int i = 0; i < 10; i++) {
      var room = open();
      join(room, guest(adasScreen));
      say(room, "Hello?");
      assertNextIs("Hello?", adasScreen);
      for (Thread host : hosts) {
        assertInTime(letItRest(host), "the host sleeps while nothing happens");
      }

      opened.remove(room);
      var leaving = new Visit(() -> sayAndClose(room));

      assertThat(answerTo(leaving)).as("say() in an open room").isTrue();
      assertNextIs("Goodbye!", adasScreen);
    }
  }

  @Test
  void closingDoesNotWaitForASlowGuestAndMayHappenTwice() throws Exception {
    var room = roomWithABusyHost();

    close(room);
    close(room);
    screenIsFree.countDown();
    close(room);
  }

  @Test
  void aClosedRoomTakesNobodyIn() throws Exception {
    var room = open();
    close(room);

    assertThat(answerTo(new Visit(() -> room.join(guest(adasScreen)))))
        .as("join() in a closed room")
        .isFalse();
    assertThat(answerTo(new Visit(() -> room.say("Hello?"))))
        .as("say() in a closed room")
        .isFalse();
  }

  @Test
  void aClosedRoomTakesNobodyInThoughItsHostIsBusy() throws Exception {
    var room = roomWithABusyHost();
    close(room);

    assertThat(answerTo(new Visit(() -> room.join(guest(adasScreen)))))
        .as("join() in a closed room")
        .isFalse();
    assertThat(answerTo(new Visit(() -> room.say("Can you hear me?"))))
        .as("say() in a closed room")
        .isFalse();
    screenIsFree.countDown();
  }

  @Test
  void closingOneRoomLeavesTheOthersAlone() throws Exception {
    var room = open();
    var neighbor = open();
    join(neighbor, guest(gracesScreen));
    close(neighbor);

    join(room, guest(adasScreen));
    say(room, "Hello?");

    assertNextIs("Hello?", adasScreen);
    assertThat(gracesScreen).isEmpty();
  }

  private K31_ChatRoom open() {
    var room = new K31_ChatRoom();
    opened.add(room);
    return room;
  }

  /** A room whose host tells the guests "Hello?", and waits for the first one's screen. */
  private K31_ChatRoom roomWithABusyHost() throws Exception {
    var room = open();
    join(room, slowGuest());
    join(room, guest(gracesScreen));
    say(room, "Hello?");
    assertOpens(screenIsBusy, "the guest heard it");
    return room;
  }

  private Consumer<String> guest(BlockingQueue<String> screen) {
    return message -> {
      hosts.add(Thread.currentThread());
      screen.add(message);
    };
  }

  /** Like many a library, this one has its own idea of what to do with an interrupt. */
  private Consumer<String> slowGuest() {
    return message -> {
      hosts.add(Thread.currentThread());
      screenIsBusy.countDown();
      boolean free = false;
      while (!free) {
        try {
          screenIsFree.await();
          free = true;
        } catch (InterruptedException e) {
          // Not now.
        }
      }
      adasScreen.add(message);
    };
  }

  private static void join(K31_ChatRoom room, Consumer<String> guest) throws Exception {
    assertThat(answerTo(new Visit(() -> room.join(guest)))).as("join() in an open room").isTrue();
  }

  private static void say(K31_ChatRoom room, String message) throws Exception {
    assertThat(answerTo(new Visit(() -> room.say(message)))).as("say() in an open room").isTrue();
  }

  private static boolean sayAndClose(K31_ChatRoom room) throws InterruptedException {
    boolean promised = room.say("Goodbye!");
    room.close();
    return promised;
  }

  private void close(K31_ChatRoom room) throws Exception {
    opened.remove(room);
    var closing = new FutureTask<>(room::close, true);
    inBackground(closing);
    try {
      closing.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "close() returned");
    }
  }

  private static boolean answerTo(Visit visit) throws Exception {
    try {
      return visit.task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "the room answered");
      throw e;
    }
  }

  private static void assertNextIs(String message, BlockingQueue<String> screen)
      throws InterruptedException {
    assertThat(next(screen)).as("the next message on the screen").isEqualTo(message);
  }

  private static String next(BlockingQueue<String> screen) throws InterruptedException {
    String message = screen.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(message != null, "a message came");
    return message;
  }

  private static void assertOpens(CountDownLatch gate, String what) throws InterruptedException {
    assertInTime(gate.await(patience.toMillis(), MILLISECONDS), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** Tells whether the thread comes to rest: it has ended, or it waits for something. */
  private static boolean letItRest(Thread thread) throws InterruptedException {
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

  /**
   * Returns when the thread has ended, or waits without a time limit: then it stays until somebody
   * wakes it. One that waits with a limit, or not at all, gets two and a half seconds to give up.
   */
  private static void letItPause(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && !waitsForEver(thread)
        && !thread.join(Duration.ofMillis(1))) {}
  }

  /** In jox, another thread looks at the clock for the one that is in selectWithin(). */
  private static boolean waitsForEver(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Stream.of(thread.getStackTrace()).noneMatch(f -> f.getMethodName().endsWith("Within"));
  }

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  /** Somebody who wants something of a room, in a thread of their own. */
  private static final class Visit {
    final FutureTask<Boolean> task;
    final Thread thread;

    Visit(Callable<Boolean> wish) {
      task = new FutureTask<>(wish);
      thread = inBackground(task);
    }
  }
}
