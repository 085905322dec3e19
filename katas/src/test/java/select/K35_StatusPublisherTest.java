package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.softwaremill.jox.ChannelClosed;
import com.softwaremill.jox.ChannelDone;
import com.softwaremill.jox.ChannelError;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all publishers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K35_StatusPublisherTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch machineIsBusy = new CountDownLatch(1);
  private final CountDownLatch machineIsReady = new CountDownLatch(1);
  private final List<K35_StatusPublisher> opened = new CopyOnWriteArrayList<>();

  /** The threads that asked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> asking = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    machineIsReady.countDown();
    // In the background: whether close() returns is asked where it matters.
    opened.forEach(publisher -> inBackground(publisher::close));
  }

  @Test
  @Order(1)
  @LeakFree(within = "700ms")
  void thePublisherIsGoneWhenThePageIsGone() throws Exception {
    var neverRead =
        open(() -> {
          machineIsBusy.countDown();
          return "idle";
        });
    assertInTime(machineIsBusy.await(patience.toMillis(), MILLISECONDS), "the machine was asked");
    letItRest();
    close(neverRead);

    var readForAWhile = open(this::nextStatus);
    assertNextIs("status 1", readForAWhile);
    assertNextIs("status 2", readForAWhile);
    letItRest();
    close(readForAWhile);
    close(readForAWhile);
  }

  @Test
  @Order(2)
  @LeakFree(within = "700ms")
  void thePublisherIsGoneThoughItWasClosedWhileTheMachineAnswered() throws Exception {
    var publisher = openWithASlowMachine();

    close(publisher);
    machineIsReady.countDown();
  }

  @Test
  @Order(3)
  @LeakFree(within = "700ms")
  void whoStillReceivesFindsTheChannelClosed() throws Exception {
    var publisher = open(this::nextStatus);
    assertNextIs("status 1", publisher);

    close(publisher);

    assertThat(endOf(publisher)).as("what ends the channel").isInstanceOf(ChannelDone.class);
  }

  @Test
  @Order(4)
  @LeakFree(within = "700ms")
  void thePublisherIsGoneThoughTheMachineIgnoresInterrupts() throws Exception {
    var publisher =
        open(() -> {
          machineIsBusy.countDown();
          awaitGate(machineIsReady);
          // It does not even tell afterwards that there was an interrupt.
          Thread.interrupted();
          return nextStatus();
        });
    assertInTime(machineIsBusy.await(patience.toMillis(), MILLISECONDS), "the machine was asked");

    close(publisher);
    machineIsReady.countDown();
  }

  @Test
  @Order(5)
  void thePublisherWaitsForAsLongAsThePageTakes() throws Exception {
    try (var watch = LeakWatch.open(Duration.ofMillis(300))) {
      var publisher = open(this::nextStatus);
      assertNextIs("status 1", publisher);
      letItRest();
    } catch (LeakError open) {
      // The publisher is open, so it has a thread that waits. It must not wait for a time only.
      if (open.report().leaks().stream().anyMatch(leak -> leak.state().equals("TIMED_WAITING"))) {
        throw open;
      }
    }
  }

  @Test
  void whoReceivesGetsTheErrorOfTheMachine() throws Exception {
    var failure = new LinkageError("The machine speaks a new version of its protocol.");
    var publisher =
        open(() -> {
          throw failure;
        });
    var page = new Page(publisher);

    assertInTime(
        page.thread.join(patience),
        "who receives heard that the machine failed with an Error. That is to fail, too");
    assertThat(page.result())
        .isInstanceOfSatisfying(
            ChannelError.class,
            end -> assertThat(end.cause()).as("what the channel ends with").isSameAs(failure));
  }

  @Test
  void anEmptyStatusIsAStatus() throws Exception {
    var statuses = List.of("", "washing", "").iterator();
    var publisher =
        open(() -> {
          asked.incrementAndGet();
          return statuses.hasNext() ? statuses.next() : "done";
        });

    assertNextIs("", publisher);
    assertNextIs("washing", publisher);
    assertNextIs("", publisher);
    assertNextIs("done", publisher);
  }

  @Test
  void statusesComeInTheOrderOfTheMachine() throws Exception {
    var publisher = open(this::nextStatus);

    for (int i = 1; i <= 30; i++) {
      assertNextIs("status " + i, publisher);
    }
  }

  @Test
  void theMachineIsNotAskedAheadOfThePage() throws Exception {
    var publisher = open(this::nextStatus);
    assertNextIs("status 1", publisher);
    assertNextIs("status 2", publisher);

    // It may well be asked from another thread than the one that sends.
    long deadline = System.nanoTime() + patience.toNanos();
    while (asked.get() < 3 && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    assertThat(letItRest())
        .as("the publisher sleeps while nobody receives. It does not keep a processor busy")
        .isTrue();

    assertThat(asked).as("times the machine was asked when the page had received two").hasValue(3);
  }

  @Test
  void aPageMayTakeItsTimeBetweenTwoStatuses() throws Exception {
    var publisher = open(this::nextStatus);

    for (int i = 1; i <= 3; i++) {
      letItRest();
      assertNextIs("status " + i, publisher);
    }
  }

  @Test
  void whoReceivesGetsTheExceptionOfTheMachine() throws Exception {
    var failure = new IllegalStateException("The door is open.");
    var publisher =
        open(() -> {
          if (asked.incrementAndGet() == 2) {
            // jox's error() takes back what is still on its way to the page.
            awaitGate(machineIsReady);
            throw failure;
          }
          return "status 1";
        });
    assertNextIs("status 1", publisher);
    machineIsReady.countDown();

    assertThat(endOf(publisher))
        .isInstanceOfSatisfying(
            ChannelError.class,
            end -> assertThat(end.cause()).as("what the channel ends with").isSameAs(failure));
  }

  @Test
  void whoWaitsForASlowMachineFindsTheChannelClosed() throws Exception {
    var publisher = openWithASlowMachine();
    var page = new Page(publisher);
    letItRest(page.thread);

    close(publisher);
    machineIsReady.countDown();

    assertThat(page.result()).as("what ends the channel").isInstanceOf(ChannelDone.class);
  }

  @Test
  void aPageThatAlwaysWaitsFindsTheChannelClosed() throws Exception {
    var page = new Page[1];
    var pageIsThere = new CountDownLatch(1);
    var publisher =
        open(() -> {
          awaitGate(pageIsThere);
          // When the page waits for the next status, to send it needs no waiting at all.
          page[0].letItReceive(asked.get() + 1);
          return nextStatus();
        });
    page[0] = new Page(publisher);
    pageIsThere.countDown();
    page[0].letItReceive(3);

    close(publisher);

    assertThat(page[0].result()).as("what ends the channel").isInstanceOf(ChannelDone.class);
  }

  @Test
  void whoStillWaitsFindsTheChannelClosedThoughTheMachineDoesNotLikeInterrupts() throws Exception {
    var publisher =
        open(() -> {
          machineIsBusy.countDown();
          try {
            machineIsReady.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("hung up", e);
          }
          return nextStatus();
        });
    assertInTime(machineIsBusy.await(patience.toMillis(), MILLISECONDS), "the machine was asked");
    var page = new Page(publisher);
    letItRest(page.thread);

    close(publisher);
    machineIsReady.countDown();

    assertThat(page.result()).as("what ends the channel").isInstanceOf(ChannelDone.class);
  }

  @Test
  void closingDoesNotWaitForASlowMachine() throws Exception {
    var publisher = openWithASlowMachine();

    close(publisher);
    close(publisher);
    assertThat(asked).as("times the machine was asked").hasValue(0);
  }

  @Test
  void closingOnePublisherLeavesTheOthersAlone() throws Exception {
    var publisher = open(this::nextStatus);
    assertNextIs("status 1", publisher);
    var other = open(() -> "all done");
    assertNextIs("all done", other);
    close(other);

    assertNextIs("status 2", publisher);
    assertNextIs("status 3", publisher);
  }

  private String nextStatus() {
    return "status " + asked.incrementAndGet();
  }

  private K35_StatusPublisher open(Supplier<String> machine) {
    var publisher =
        new K35_StatusPublisher(() -> {
          asking.add(Thread.currentThread());
          return machine.get();
        });
    opened.add(publisher);
    return publisher;
  }

  /** A publisher whose machine is asked, takes its time, and does not care for interrupts. */
  private K35_StatusPublisher openWithASlowMachine() throws InterruptedException {
    var publisher =
        open(() -> {
          machineIsBusy.countDown();
          awaitGate(machineIsReady);
          return nextStatus();
        });
    assertInTime(machineIsBusy.await(patience.toMillis(), MILLISECONDS), "the machine was asked");
    return publisher;
  }

  private void close(K35_StatusPublisher publisher) throws InterruptedException {
    opened.remove(publisher);
    var closing = new FutureTask<>(publisher::close, true);
    assertInTime(
        inBackground(closing).join(patience), "close() returned, whatever the machine did");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private static void assertNextIs(String status, K35_StatusPublisher publisher) throws Exception {
    var receiving = new FutureTask<>(() -> publisher.statuses().receiveOrClosed());
    inBackground(receiving);
    assertThat(get(receiving, "a status came")).as("the next status").isEqualTo(status);
  }

  /** What the channel ends with, after the statuses that were under way. */
  private static ChannelClosed endOf(K35_StatusPublisher publisher) throws Exception {
    return new Page(publisher).result();
  }

  private static <T> T get(FutureTask<T> task, String what) throws Exception {
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

  private boolean letItRest() {
    boolean rests = true;
    for (Thread thread : asking) {
      rests &= letItRest(thread);
    }
    return rests;
  }

  /**
   * Tells whether the thread comes to rest: it has ended, or it waits without a time limit. One
   * that waits with a limit gets two seconds to think better of it.
   */
  private static boolean letItRest(Thread thread) {
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < deadline) {
      Thread.State state = thread.getState();
      if (state == Thread.State.WAITING || state == Thread.State.TERMINATED) {
        return true;
      }
      Thread.onSpinWait();
    }
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  /** A machine answers; who interrupted it may find out afterwards. */
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

  /** Receives until the channel is closed. */
  private static final class Page {
    private final FutureTask<ChannelClosed> task;
    private final AtomicInteger receives = new AtomicInteger();
    final Thread thread;

    Page(K35_StatusPublisher publisher) {
      task =
          new FutureTask<>(() -> {
            Object next;
            do {
              receives.incrementAndGet();
              next = publisher.statuses().receiveOrClosed();
            } while (!(next instanceof ChannelClosed));
            return (ChannelClosed) next;
          });
      thread = inBackground(task);
    }

    /** Returns when the page waits for the status of this number, or has left. */
    void letItReceive(int number) {
      while (receives.get() < number && thread.isAlive()) {
        Thread.onSpinWait();
      }
      letItRest(thread);
    }

    ChannelClosed result() throws Exception {
      return get(task, "who still received found the channel closed");
    }
  }
}
