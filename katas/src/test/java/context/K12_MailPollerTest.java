package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import context.K12_MailPoller.Desk;
import context.K12_MailPoller.Mailbox;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all pollers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K12_MailPollerTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final Letters letters = new Letters();
  private final BlockingQueue<String> filed = new LinkedBlockingQueue<>(1000);
  private final List<K12_MailPoller> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background, and not those that a test has closed: it may matter that it was only once.
    opened.forEach(poller -> inBackground(poller::close));
  }

  @Test
  @Order(1)
  @LeakFree(within = "600ms")
  void aPollerThatWaitsForMailIsGoneOnceClosed() throws Exception {
    var poller = open(letters, filed::add, SHORT);
    letters.send("a broken cup");
    assertNextTicketIs("a broken cup");
    assertWaitsForMail(letters);

    close(poller);
    assertRests(letters, "a closed poller keeps no processor busy");
  }

  @Test
  @Order(2)
  @LeakFree(within = "600ms")
  void aPollerThatPausesAfterAFailureIsGoneOnceClosed() throws Exception {
    var poller = open(letters, filed::add, AN_HOUR);
    letters.send(Letters.SERVER_DOWN);
    assertInTime(letters.failed.await(patience.toMillis(), MILLISECONDS), "the mail server failed");
    assertRests(letters, "the poller sleeps while it waits out the pause");

    close(poller);
  }

  @Test
  @Order(3)
  @LeakFree(within = "600ms")
  void aPollerThatIsBusyFilesItsMailAndIsGone() throws Exception {
    var filing = new CountDownLatch(1);
    var space = new CountDownLatch(1);
    var poller =
        open(
            letters,
            mail -> {
              filing.countDown();
              awaitWhateverComes(space);
              filed.add(mail);
            },
            SHORT);
    letters.send("a broken cup");
    assertInTime(filing.await(patience.toMillis(), MILLISECONDS), "a mail came to the desk");

    opened.remove(poller);
    Thread closing = inBackground(poller::close);
    rests(closing);
    space.countDown();

    assertNextTicketIs("a broken cup");
    assertInTime(closing.join(patience), "close() returned when the mail was filed");
  }

  @Test
  @Order(4)
  @LeakFree(within = "600ms")
  void aDeskThatFailsWhileThePollerIsClosedDoesNotHideTheClose() throws Exception {
    var filing = new CountDownLatch(1);
    var space = new CountDownLatch(1);
    var poller =
        open(
            letters,
            mail -> {
              filing.countDown();
              awaitWhateverComes(space);
              throw new IOException("The desk is full.");
            },
            AN_HOUR);
    letters.send("spam");
    assertInTime(filing.await(patience.toMillis(), MILLISECONDS), "a mail came to the desk");

    opened.remove(poller);
    Thread closing = inBackground(poller::close);
    rests(closing);
    space.countDown();

    assertInTime(closing.join(patience), "close() returned when the desk had failed");
  }

  @Test
  @Order(5)
  @LeakFree(within = "600ms")
  void aPollerThatIsClosedAtOnceIsGone() throws Exception {
    var arrived = new CountDownLatch(1);
    Mailbox mailbox =
        () -> {
          if (!letters.readers.add(Thread.currentThread())) {
            return letters.next();
          }
          awaitWhateverComes(arrived);
          return "a broken cup";
        };

    // The thread of a poller that is closed at once has not even begun.
    Thread inAHurry =
        beforeVirtualThreadsBegin(() -> {
          for (int i = 0; i < 10; i++) {
            new K12_MailPoller(mailbox, filed::add, SHORT).close();
          }
        });
    arrived.countDown();
    assertInTime(inAHurry.join(patience), "close() returned");
  }

  @Test
  void everyMailIsFiledInOrder() throws Exception {
    open(letters, filed::add, AN_HOUR);

    for (int i = 0; i < 20; i++) {
      letters.send("mail " + i);
    }

    for (int i = 0; i < 20; i++) {
      assertNextTicketIs("mail " + i);
    }
    assertWaitsForMail(letters);
    assertThat(filed).as("tickets that nobody wrote a mail for").isEmpty();
  }

  @Test
  void aMailServerThatFailsIsAskedAgain() throws Exception {
    open(letters, filed::add, SHORT);

    letters.send(Letters.SERVER_DOWN);
    letters.send(Letters.SERVER_BROKEN);
    letters.send("a broken cup");
    letters.send(Letters.SERVER_DOWN);
    letters.send("a broken plate");

    assertNextTicketIs("a broken cup");
    assertNextTicketIs("a broken plate");
  }

  @Test
  void aDeskThatFailsGetsTheNextMail() throws Exception {
    var offered = new CopyOnWriteArrayList<String>();
    open(
        letters,
        mail -> {
          offered.add(mail);
          switch (mail) {
            case "spam" -> throw new IOException("The desk is full.");
            case "more spam" -> throw new IllegalStateException("The desk has fallen over.");
            default -> filed.add(mail);
          }
        },
        SHORT);

    letters.send("spam");
    letters.send("more spam");
    letters.send("a broken cup");

    assertNextTicketIs("a broken cup");
    assertThat(offered)
        .as("what came to the desk: each mail once")
        .containsExactly("spam", "more spam", "a broken cup");
  }

  @Test
  void aFailureThatLooksLikeAnInterruptIsAFailure() throws Exception {
    open(
        letters,
        mail -> {
          switch (mail) {
            case "spam" -> throw new SocketTimeoutException("The desk is slow.");
            case "more spam" ->
                throw new IOException("Its clerk left.", new InterruptedException());
            default -> filed.add(mail);
          }
        },
        SHORT);

    // Nobody closes the poller.
    letters.send(Letters.SERVER_SLOW);
    letters.send("a broken cup");
    assertNextTicketIs("a broken cup");
    letters.send("spam");
    letters.send("a broken plate");
    assertNextTicketIs("a broken plate");
    letters.send("more spam");
    letters.send("a broken pot");
    assertNextTicketIs("a broken pot");
  }

  @Test
  void aMailServerThatFailsAgainAndAgainIsAskedAgain() throws Exception {
    open(letters, filed::add, SHORT);

    for (int i = 0; i < 30; i++) {
      letters.send(Letters.SERVER_DOWN);
    }
    letters.send("a broken cup");

    assertNextTicketIs("a broken cup");
  }

  @Test
  void afterAFailureThePollerPauses() throws Exception {
    open(letters, filed::add, AN_HOUR);
    letters.send(Letters.SERVER_DOWN);
    letters.send("a broken cup");
    assertInTime(letters.failed.await(patience.toMillis(), MILLISECONDS), "the mail server failed");

    assertRests(letters, "the poller sleeps while it waits out the pause");
    assertThat(filed.poll(20, MILLISECONDS)).as("a ticket within the hour of the pause").isNull();
  }

  @Test
  void afterAFailureOfTheDeskThePollerPausesToo() throws Exception {
    var offered = new LinkedBlockingQueue<String>();
    var failing = new CompletableFuture<Thread>();
    open(
        letters,
        mail -> {
          offered.add(mail);
          failing.complete(Thread.currentThread());
          throw new IOException("The desk is full.");
        },
        AN_HOUR);
    letters.send("spam");
    letters.send("more spam");
    assertInTime(offered.poll(patience.toMillis(), MILLISECONDS) != null, "the desk was asked");

    assertInTime(rests(failing.join()), "the poller sleeps while it waits out the pause");
    assertThat(offered.poll(20, MILLISECONDS)).as("a mail within the hour of the pause").isNull();
  }

  @Test
  void aMailThatIsThereWhenThePollerIsClosedIsFiled() throws Exception {
    var asked = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    var poller =
        open(
            () -> {
              if (asked.getCount() == 0) {
                return letters.next();
              }
              asked.countDown();
              awaitWhateverComes(arrived);
              return "a broken cup";
            },
            filed::add,
            SHORT);
    assertInTime(asked.await(patience.toMillis(), MILLISECONDS), "the poller asked for mail");

    opened.remove(poller);
    Thread closing = inBackground(poller::close);
    rests(closing);
    arrived.countDown();

    assertNextTicketIs("a broken cup");
    assertInTime(closing.join(patience), "close() returned when the mail was filed");
  }

  @Test
  void closingOnePollerLeavesTheOthersAlone() throws Exception {
    var others = new Letters();
    var neighbor = open(others, filed::add, SHORT);
    open(letters, filed::add, SHORT);
    assertWaitsForMail(others);
    assertWaitsForMail(letters);

    close(neighbor);
    letters.send("a broken cup");

    assertNextTicketIs("a broken cup");
  }

  @Test
  void aPollerMayBeClosedTwice() throws Exception {
    var poller = open(letters, filed::add, SHORT);
    close(poller);
    close(poller);
  }

  private K12_MailPoller open(Mailbox mailbox, Desk desk, Duration pause) {
    var poller = new K12_MailPoller(mailbox, desk, pause);
    opened.add(poller);
    return poller;
  }

  private void close(K12_MailPoller poller) throws Exception {
    opened.remove(poller);
    var closing = new FutureTask<>(poller::close, true);
    assertInTime(inBackground(closing).join(patience), "close() returned");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private void assertNextTicketIs(String mail) throws InterruptedException {
    String ticket = filed.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(ticket != null, "a ticket came");
    assertThat(ticket).as("the next ticket").isEqualTo(mail);
  }

  private static void assertWaitsForMail(Letters letters) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (letters.readers.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertInTime(!letters.readers.isEmpty(), "the poller asked for mail");
    assertRests(letters, "the poller waits for mail");
  }

  private static void assertRests(Letters letters, String what) throws InterruptedException {
    assertInTime(rests(letters.reader()), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /**
   * Does it while every carrier is busy, so that no virtual thread begins before it is done, or
   * waits for one.
   */
  private static Thread beforeVirtualThreadsBegin(Runnable action) throws InterruptedException {
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
    Thread acting = inBackground(action);
    rests(acting);
    over.set(true);
    return acting;
  }

  /** Tells whether the thread comes to rest: it has ended, or it waits for something. */
  private static boolean rests(Thread thread) throws InterruptedException {
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

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  /** A desk that is writing does not look up. It does not forget that it was called, either. */
  private static void awaitWhateverComes(CountDownLatch gate) {
    boolean interrupted = false;
    while (gate.getCount() > 0) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A mail server of our own. Some of its letters are no mail, but a failure. */
  private static final class Letters implements Mailbox {
    static final String SERVER_DOWN = "the server is down";
    static final String SERVER_BROKEN = "the server is broken";
    static final String SERVER_SLOW = "the server is slow";

    final CountDownLatch failed = new CountDownLatch(1);

    /** Who asked for mail. Held here, none can be garbage collected and seem to have ended. */
    final Set<Thread> readers = ConcurrentHashMap.newKeySet();

    private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();

    void send(String letter) {
      inbox.add(letter);
    }

    Thread reader() {
      return readers.iterator().next();
    }

    @Override
    public String next() throws IOException, InterruptedException {
      readers.add(Thread.currentThread());
      String letter = inbox.take();
      if (letter.equals(SERVER_DOWN)) {
        failed.countDown();
        throw new IOException(letter);
      }
      if (letter.equals(SERVER_SLOW)) {
        throw new SocketTimeoutException(letter); // This is an InterruptedIOException.
      }
      if (letter.equals(SERVER_BROKEN)) {
        throw new IllegalStateException(letter);
      }
      return letter;
    }
  }
}
