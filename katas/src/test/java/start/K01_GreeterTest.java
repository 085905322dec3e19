package start;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.function.Consumer;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all greeters share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K01_GreeterTest {
  private static final int CROWD = 3000;

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final BlockingQueue<String> screen = new LinkedBlockingQueue<>();
  private final List<K01_Greeter> opened = new CopyOnWriteArrayList<>();

  /** The threads that greeted. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> greeters = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background, and not those that a test has closed: it may matter that it was only once.
    opened.forEach(greeter -> inBackground(greeter::close));
  }

  @Test
  @Order(1)
  @LeakFree
  void theGreeterLeavesWhenItsStandCloses() throws Exception {
    var greeter = open(screen::add);
    greeter.welcome("Ada");
    assertNextGreetingIs("Hello, Ada!");
    close(greeter);

    var isBusy = new CountDownLatch(1);
    var isFree = new CountDownLatch(1);
    var busy =
        open(_ -> {
          isBusy.countDown();
          hangUpOnAnInterrupt(isFree);
        });
    inBackground(() -> busy.welcome("Grace"));
    assertThat(inTime(isBusy.await(patience.toMillis(), MILLISECONDS))).as("Grace came").isTrue();

    // It may wait for the greeting that is on its way to the screen.
    opened.remove(busy);
    Thread closing = inBackground(busy::close);
    letItRest(closing);
    isFree.countDown();
    assertThat(ends(closing)).as("close() returned").isTrue();
  }

  @Test
  @Order(2)
  @LeakFree
  void theGreeterLeavesEvenIfNobodyEverCame() throws Exception {
    var greeter = open(screen::add);

    close(greeter);
    close(greeter);

    // Closed at once: its thread may not even have begun.
    Thread inAHurry =
        inBackground(() -> {
          for (int i = 0; i < 10; i++) {
            new K01_Greeter(screen::add).close();
          }
        });
    assertThat(ends(inAHurry)).as("close() returned").isTrue();
  }

  @Test
  void everyVisitorIsGreetedInTheOrderTheyCame() throws Exception {
    var adaIsShown = new CountDownLatch(1);
    var greeter =
        open(greeting -> {
          if (greeting.contains("Ada")) {
            awaitGate(adaIsShown);
          }
          screen.add(greeting);
        });
    var visitors = List.of("Ada", "Grace", "", "Barbara", "Frances", "Radia", "Karen", "Shafi");
    inBackground(() -> visitors.forEach(greeter::welcome));

    assertThat(screen.poll(10, MILLISECONDS)).as("who was greeted before Ada").isNull();
    adaIsShown.countDown();
    for (String visitor : visitors) {
      assertNextGreetingIs("Hello, " + visitor + "!");
    }
  }

  @Test
  void aVisitorWhoComesAfterALongPauseIsGreetedToo() throws Exception {
    var greeter = open(screen::add);
    greeter.welcome("Ada");
    assertNextGreetingIs("Hello, Ada!");

    letItPause(greeters.iterator().next());
    greeter.welcome("Grace");

    assertNextGreetingIs("Hello, Grace!");
  }

  @Test
  void whoBringsVisitorsDoesNotWaitForTheScreen() throws Exception {
    var screenIsReady = new CountDownLatch(1);
    var greeter =
        open(greeting -> {
          awaitGate(screenIsReady);
          screen.add(greeting);
        });
    Thread entrance =
        inBackground(() -> {
          for (int i = 0; i < CROWD; i++) {
            greeter.welcome("visitor " + i);
          }
        });

    assertThat(ends(entrance)).as("welcome() returned while the screen was still busy").isTrue();
    screenIsReady.countDown();
    for (int i = 0; i < CROWD; i++) {
      assertNextGreetingIs("Hello, visitor " + i + "!");
    }
  }

  @Test
  void twoStandsDoNotDisturbEachOther() throws Exception {
    var neighborsScreen = new LinkedBlockingQueue<String>();
    var neighbor = open(neighborsScreen::add);
    var greeter = open(screen::add);

    neighbor.welcome("Grace");
    assertThat(next(neighborsScreen)).isEqualTo("Hello, Grace!");
    close(neighbor);

    greeter.welcome("Ada");
    assertNextGreetingIs("Hello, Ada!");
  }

  @Test
  void aClosedStandTakesNoMoreVisitors() throws Exception {
    var greeter = open(screen::add);
    close(greeter);

    assertThatThrownBy(() -> greeter.welcome("Ada")).isInstanceOf(RuntimeException.class);
    assertThat(screen.poll(10, MILLISECONDS)).as("whom a closed stand greets").isNull();
  }

  private K01_Greeter open(Consumer<String> screen) {
    var greeter =
        new K01_Greeter(greeting -> {
          greeters.add(Thread.currentThread());
          screen.accept(greeting);
        });
    opened.add(greeter);
    return greeter;
  }

  private void close(K01_Greeter greeter) throws Exception {
    opened.remove(greeter);
    var closing = new FutureTask<>(greeter::close, true);
    inBackground(closing);
    try {
      closing.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertThat(inTime(false)).as("close() returned").isTrue();
    }
  }

  private void assertNextGreetingIs(String greeting) throws InterruptedException {
    assertThat(next(screen)).as("the next greeting on the screen").isEqualTo(greeting);
  }

  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  private static boolean ends(Thread thread) throws InterruptedException {
    return inTime(thread.join(patience));
  }

  private static String next(BlockingQueue<String> screen) throws InterruptedException {
    String greeting = screen.poll(patience.toMillis(), MILLISECONDS);
    return inTime(greeting != null) ? greeting : "nothing";
  }

  private static boolean inTime(boolean inTime) {
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    return inTime;
  }

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As a screen does that has heard of interrupts, but has nobody to tell. */
  private static void hangUpOnAnInterrupt(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("The screen was switched off.", e);
    }
  }

  /** Returns when the thread has ended, or waits for something. */
  private static void letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !thread.join(Duration.ofMillis(1))) {}
  }

  /**
   * Returns when the thread has ended, or waits without a time limit: then it stays until somebody
   * wakes it. One that waits with a limit, or not at all, gets two and a half seconds to give up.
   */
  private static void letItPause(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && thread.getState() != Thread.State.WAITING
        && !thread.join(Duration.ofMillis(1))) {}
  }
}
