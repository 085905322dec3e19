package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all reports share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K15_ReportServiceTest {
  private static final int AT_ONCE = 4;

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** How often who waits must be seen waiting. They may look up in between. */
  private static final int SEEN_WAITING = 50;

  private final K15_ReportService service = new K15_ReportService();

  /** Who wrote a section. Held here, none can be garbage collected and seem to have ended. */
  private final List<Thread> writers = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  @LeakFree
  void aReportLeavesNoThreadBehind() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(reportFor(customer(sections("sales", "returns", "stock")))).hasSize(3);
    }
  }

  @Test
  @Order(2)
  @LeakFree
  void aReportThatFailsLeavesNoThreadBehind() throws Exception {
    var customer = customer(List.of(() -> "sales", this::broken, () -> "stock"));

    assertThatThrownBy(() -> reportFor(customer)).isInstanceOf(ExecutionException.class);
  }

  @Test
  @Order(3)
  @LeakFree
  void aReportThatNobodyWaitsForLeavesNoThreadBehind() throws Exception {
    var begun = new CountDownLatch(AT_ONCE);
    var customer = customer(Collections.nCopies(AT_ONCE + 1, () -> queryFor(begun)));
    assertOpens(begun, AT_ONCE + " sections were begun");

    customer.thread.interrupt();

    assertThatThrownBy(() -> reportFor(customer))
        .as("what a customer gets who does not want to wait any more")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void sectionsComeInTheOrderInWhichTheyWereAskedFor() throws Exception {
    var last = new CountDownLatch(1);
    var customer =
        customer(
            List.of(
                () -> {
                  last.await();
                  return "sales";
                },
                () -> "returns",
                () -> {
                  last.countDown();
                  return "stock";
                }));

    assertThat(reportFor(customer)).containsExactly("sales", "returns", "stock");
  }

  @Test
  void aSectionThatFailsIsNotHidden() throws Exception {
    var customer = customer(List.of(() -> "sales", this::broken, () -> "stock"));

    assertThatThrownBy(() -> reportFor(customer))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .as("the cause of the ExecutionException")
        .isInstanceOf(IOException.class)
        .hasMessage("the database is gone");
  }

  @Test
  void aSectionThatEndsWithAnErrorIsNotHidden() throws Exception {
    var customer =
        customer(
            List.of(() -> {
              throw new LinkageError("the database driver is gone");
            }));

    assertThatThrownBy(() -> reportFor(customer))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LinkageError.class)
        .hasRootCauseMessage("the database driver is gone");
  }

  @Test
  void aSectionWithABugIsNotHidden() throws Exception {
    var customer =
        customer(
            List.of(() -> {
              throw new IllegalStateException("no such month");
            }));

    assertThatThrownBy(() -> reportFor(customer))
        .as("what a customer gets if a section ends with an unchecked exception")
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("no such month");
  }

  @Test
  void aReportThatFailsLeavesNoSectionThatIsWrittenForNobody() throws Exception {
    var begun = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    var waiting = new CompletableFuture<Customer>();
    var forNobody = new AtomicBoolean();
    var customer =
        customer(
            List.of(
                () -> {
                  begun.await();
                  return broken();
                },
                () -> {
                  begun.countDown();
                  try {
                    forNobody.set(isLeftAlone(waiting.join()));
                  } finally {
                    over.countDown();
                  }
                  return "stock";
                }));
    waiting.complete(customer);

    assertThatThrownBy(() -> reportFor(customer)).isInstanceOf(ExecutionException.class);
    assertOpens(over, "the section that did not fail was over");

    assertThat(forNobody.get())
        .as("a section was written on, and nobody called it off, though report() had thrown")
        .isFalse();
  }

  @Test
  void aSectionThatFailsIsNotHiddenByOneThatIsCalledOff() throws Exception {
    var begun = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var customer =
        customer(
            List.of(
                () -> {
                  begun.countDown();
                  never.await(100, MILLISECONDS); // Stays for a while. It may be called off.
                  return "sales";
                },
                () -> {
                  begun.await();
                  return broken();
                }));

    assertThatThrownBy(() -> reportFor(customer))
        .as("what a customer gets if the second section fails while the first is being written")
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("the database is gone");
  }

  @Test
  void aReportFailsAlsoIfAllOfItsSectionsDo() throws Exception {
    var customer = customer(Collections.nCopies(2 * AT_ONCE, this::broken));

    assertThatThrownBy(() -> reportFor(customer))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aReportWithoutSectionsIsEmpty() throws Exception {
    assertThat(reportFor(customer(List.of()))).isEmpty();
  }

  @Test
  void oneSlowSectionDoesNotHoldUpAllOthers() throws Exception {
    var last = new CountDownLatch(1);
    var sections = new ArrayList<Callable<String>>();
    sections.add(() -> {
      last.await();
      return "sales";
    });
    for (int i = 0; i < AT_ONCE; i++) {
      sections.add(() -> "stock");
    }
    sections.add(() -> {
      last.countDown();
      return "returns";
    });

    var customer = customer(sections);

    assertOpens(last, "the last section was begun, while the first one took its time");
    assertThat(reportFor(customer))
        .hasSize(sections.size())
        .startsWith("sales")
        .endsWith("returns");
  }

  @Test
  void sectionsAreWrittenSideBySide() throws Exception {
    var together = new CountDownLatch(AT_ONCE);
    var customer =
        customer(
            Collections.nCopies(
                AT_ONCE,
                () -> {
                  together.countDown();
                  together.await();
                  return "done";
                }));

    assertOpens(together, AT_ONCE + " sections were written at the same time");
    assertThat(reportFor(customer)).hasSize(AT_ONCE);
  }

  @Test
  void neverMoreSectionsAtOnceThanTheDatabaseCanBear() throws Exception {
    var now = new AtomicInteger();
    var allowed = new CountDownLatch(AT_ONCE);
    var tooMany = new CountDownLatch(1);
    var customer =
        customer(
            Collections.nCopies(
                2 * AT_ONCE,
                () -> {
                  if (now.incrementAndGet() > AT_ONCE) {
                    tooMany.countDown();
                  }
                  allowed.countDown();
                  allowed.await();
                  tooMany.await(20, MILLISECONDS); // Stays for a while, to be met by a fifth.
                  now.decrementAndGet();
                  return "done";
                }));

    assertThat(reportFor(customer)).hasSize(2 * AT_ONCE);
    assertThat(tooMany.getCount())
        .as("more than %d sections of a report were written at the same time", AT_ONCE)
        .isEqualTo(1);
  }

  @Test
  void noReportWaitsForAnotherOne() throws Exception {
    var begun = new CountDownLatch(2 * AT_ONCE);
    var customers = new ArrayList<Customer>();
    for (int i = 0; i < 2; i++) {
      customers.add(customer(Collections.nCopies(AT_ONCE, () -> queryFor(begun))));
    }

    assertOpens(begun, AT_ONCE + " sections of each of two reports were begun");
    assertThat(reportFor(customer(sections("sales", "stock")))).containsExactly("sales", "stock");
    customers.forEach(customer -> customer.thread.interrupt());
  }

  @Test
  void aReportThatNobodyWaitsForBeginsNothingThatGoesOn() throws Exception {
    var begun = new CountDownLatch(AT_ONCE);
    var finished = new CountDownLatch(AT_ONCE);
    var places = new AtomicInteger(AT_ONCE);
    var goingOn = new Phaser(1);
    var customer =
        customer(
            Collections.nCopies(
                2 * AT_ONCE,
                () -> {
                  if (places.getAndDecrement() > 0) {
                    return finishIfInterrupted(begun, finished);
                  }
                  goingOn.register();
                  try {
                    return queryFor(begun);
                  } finally {
                    goingOn.arriveAndDeregister();
                  }
                }));
    assertOpens(begun, AT_ONCE + " sections were begun");

    customer.thread.interrupt();
    assertThatThrownBy(() -> reportFor(customer)).isInstanceOf(InterruptedException.class);
    assertOpens(finished, "the sections were told that nobody waits for them");
    for (Thread writer : writers) {
      letItRest(writer);
    }

    assertInTime(
        hasEnded(goingOn), "sections that were begun after the customer had left ended, too");
  }

  @Test
  void theServiceWorksOnAfterAReportThatFailed() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> reportFor(customer(List.of(this::broken))))
          .isInstanceOf(ExecutionException.class);
      assertThat(reportFor(customer(sections("sales")))).containsExactly("sales");
    }
  }

  private static List<Callable<String>> sections(String... titles) {
    return List.of(titles).stream().map(title -> (Callable<String>) () -> title).toList();
  }

  private String broken() throws IOException {
    throw new IOException("the database is gone");
  }

  /** A query that takes for ever, unless it is interrupted. */
  private static String queryFor(CountDownLatch begun) throws InterruptedException {
    begun.countDown();
    new CountDownLatch(1).await();
    return "never";
  }

  /** A query that is as good as done: told that nobody waits for it, it ends as if it were. */
  private static String finishIfInterrupted(CountDownLatch begun, CountDownLatch finished) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      finished.countDown();
    }
    return "done";
  }

  private Customer customer(List<Callable<String>> sections) {
    List<Callable<String>> watched = new ArrayList<>();
    for (var section : sections) {
      watched.add(() -> {
        writers.add(Thread.currentThread());
        return section.call();
      });
    }
    return new Customer(() -> service.report(watched));
  }

  private static List<String> reportFor(Customer customer) throws Exception {
    try {
      return customer.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "report() returned");
      throw e;
    }
  }

  /** Tells whether the customer leaves without an interrupt for who asks, or waits for that one. */
  private static boolean isLeftAlone(Customer customer) throws InterruptedException {
    int seenWaiting = 0;
    while (seenWaiting < SEEN_WAITING && !customer.task.isDone()) {
      Thread.sleep(2);
      seenWaiting += customer.thread.getState() == Thread.State.RUNNABLE ? 0 : 1;
    }
    return customer.task.isDone() && !Thread.currentThread().isInterrupted();
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

  /** Returns when the thread has ended or waits for something, or when patience is at its end. */
  private static void letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !thread.join(Duration.ofMillis(1))) {}
  }

  private static boolean hasEnded(Phaser work) throws InterruptedException {
    try {
      work.awaitAdvanceInterruptibly(work.arrive(), patience.toMillis(), MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Somebody who waits for a report, in a thread of their own. */
  private static final class Customer {
    final FutureTask<List<String>> task;
    final Thread thread;

    Customer(Callable<List<String>> wish) {
      task = new FutureTask<>(wish);
      thread = Thread.ofPlatform().daemon().name("customer").start(task);
    }
  }
}
