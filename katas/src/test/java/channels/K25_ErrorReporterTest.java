package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import channels.K25_ErrorReporter.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all reporters share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K25_ErrorReporterTest {
  private static final Report ACCEPTED = new Report(true, List.of());

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final List<String> sold = new CopyOnWriteArrayList<>();
  private final List<String> disturbed = new CopyOnWriteArrayList<>();
  private final CountDownLatch checkerIsBusy = new CountDownLatch(1);
  private final CountDownLatch checkerIsFree = new CountDownLatch(1);
  private final CountDownLatch shopIsBusy = new CountDownLatch(1);
  private final CountDownLatch shopIsFree = new CountDownLatch(1);

  /** The threads that worked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> clerks = ConcurrentHashMap.newKeySet();

  @Test
  @Order(1)
  @LeakFree
  void nothingIsLeftOfAListThatWasRefused() throws Exception {
    var reporter = reporter(sold::add);

    for (int i = 0; i < 3; i++) {
      assertThat(reportOn(supplier(reporter, "faulty"))).isEqualTo(refused("no price in line 3"));
    }
  }

  @Test
  @Order(2)
  @LeakFree
  void nothingIsLeftOfAListThatTheShopFailsAt() throws Exception {
    var reporter = reporter(this::sell);

    assertThat(reportOn(supplier(reporter, "unsalable"))).isEqualTo(ACCEPTED);
  }

  @Test
  @Order(3)
  @LeakFree
  void nothingIsLeftOfAListThatIsAcceptedOrCantBeReadOrIsWithdrawn() throws Exception {
    var reporter = reporter(this::sell);
    assertThat(reportOn(supplier(reporter, "good"))).isEqualTo(ACCEPTED);
    assertCantBeRead(reportOn(supplier(reporter, "torn")), "torn");

    Supplier leaving = supplier(reporter, "long");
    assertOpens(checkerIsBusy, "the checker got the list");
    leaving.thread.interrupt();
    assertThatThrownBy(() -> reportOn(leaving))
        .as("what a caller gets who was interrupted")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void theReportTellsTheErrors() throws Exception {
    var reporter = reporter(this::sell);

    assertThat(reportOn(supplier(reporter, "faulty"))).isEqualTo(refused("no price in line 3"));
    assertCantBeRead(reportOn(supplier(reporter, "torn")), "torn");
    assertCantBeRead(reportOn(supplier(reporter, "wet")), "wet");
    assertCantBeRead(reportOn(supplier(reporter, "nested")), "nested too deep");
    assertThat(reportOn(supplier(reporter, "good"))).isEqualTo(ACCEPTED);
  }

  @Test
  void whatIsAcceptedIsSoldOnce() throws Exception {
    var reporter = reporter(this::sell);

    for (int i = 0; i < 5; i++) {
      assertThat(reportOn(supplier(reporter, "good " + i))).isEqualTo(ACCEPTED);
    }

    assertSold("good 0", "good 1", "good 2", "good 3", "good 4");
  }

  @Test
  void whatIsRefusedIsNeverSold() throws Exception {
    var reporter = reporter(this::sell);

    assertThat(reportOn(supplier(reporter, "faulty"))).isEqualTo(refused("no price in line 3"));
    assertCantBeRead(reportOn(supplier(reporter, "torn")), "torn");
    assertThat(reportOn(supplier(reporter, "good"))).isEqualTo(ACCEPTED);
    letThemRest(clerks);

    assertSold("good");
  }

  @Test
  void theSupplierDoesNotWaitForTheShop() throws Exception {
    var reporter = reporter(this::sell);

    assertThat(reportOn(supplier(reporter, "big"))).isEqualTo(ACCEPTED);
    assertOpens(shopIsBusy, "the shop got the list");
    assertThat(sold).as("what is sold while the shop is at work").isEmpty();
    shopIsFree.countDown();

    assertSold("big");
  }

  @Test
  void nobodyDisturbsTheShopWhileItWorks() throws Exception {
    var reporter = reporter(this::sell);
    assertThat(reportOn(supplier(reporter, "big"))).isEqualTo(ACCEPTED);
    assertOpens(shopIsBusy, "the shop got the list");

    assertThat(reportOn(supplier(reporter, "faulty"))).isEqualTo(refused("no price in line 3"));
    letThemRest(clerks);
    shopIsFree.countDown();

    assertSold("big");
    assertThat(disturbed).as("what the shop was interrupted at").isEmpty();
  }

  @Test
  void theShopMayFailAtOneListAndTakeTheNext() throws Exception {
    var reporter = reporter(this::sell);

    assertThat(reportOn(supplier(reporter, "unsalable"))).isEqualTo(ACCEPTED);
    assertThat(reportOn(supplier(reporter, "good"))).isEqualTo(ACCEPTED);

    assertSold("good");
  }

  @Test
  void aListThatIsWithdrawnIsNotCheckedAnyFurther() throws Exception {
    var reporter = reporter(this::sell);
    Supplier leaving = supplier(reporter, "long");
    assertOpens(checkerIsBusy, "the checker got the list");

    leaving.thread.interrupt();

    assertThatThrownBy(() -> reportOn(leaving))
        .as("what a caller gets who was interrupted")
        .isInstanceOf(InterruptedException.class);
    for (Thread clerk : clerks) {
      assertInTime(clerk.join(patience), "the check was interrupted and ended");
    }
    assertThat(sold).isEmpty();
  }

  @Test
  void anInterruptedCheckThatAcceptsAllTheSameDoesNotDisturbTheShop() throws Exception {
    var reporter = reporter(this::sell);
    Supplier leaving = supplier(reporter, "half-read");
    assertOpens(checkerIsBusy, "the checker got the list");

    leaving.thread.interrupt();

    assertThatThrownBy(() -> reportOn(leaving))
        .as("what a caller gets who was interrupted")
        .isInstanceOf(InterruptedException.class);
    for (Thread clerk : clerks) {
      assertInTime(clerk.join(patience), "the check was interrupted and ended");
    }
    assertThat(disturbed).as("what the shop was interrupted at").isEmpty();
  }

  @Test
  void manyListsCanBeCheckedAtATime() throws Exception {
    var everybody = new CountDownLatch(50);
    var reporter =
        new K25_ErrorReporter(
            list -> {
              clerks.add(Thread.currentThread());
              everybody.countDown();
              awaitGate(everybody);
              return check(list);
            },
            sold::add);
    var suppliers = new ArrayList<Supplier>();
    for (int i = 0; i < 50; i++) {
      suppliers.add(supplier(reporter, i % 2 == 0 ? "good" : "faulty"));
    }

    assertOpens(everybody, "50 lists were checked at a time");
    for (int i = 0; i < 50; i++) {
      assertThat(reportOn(suppliers.get(i)).accepted()).as("accepted").isEqualTo(i % 2 == 0);
    }
  }

  @Test
  void whoHasAReportIsNotLeftInterrupted() throws Exception {
    var reporter = reporter(this::sell);
    var interrupted = new AtomicBoolean();
    var supplier =
        new Supplier(
            new FutureTask<>(() -> {
              Report report = reporter.submit("good");
              interrupted.set(Thread.currentThread().isInterrupted());
              return report;
            }));

    assertThat(reportOn(supplier)).isEqualTo(ACCEPTED);
    assertThat(interrupted).as("the caller's own thread is interrupted").isFalse();
  }

  private K25_ErrorReporter reporter(Consumer<String> shop) {
    return new K25_ErrorReporter(
        list -> {
          clerks.add(Thread.currentThread());
          return check(list);
        },
        shop);
  }

  private List<String> check(String list) {
    return switch (list) {
      case "faulty" -> List.of("no price in line 3");
      case "torn" -> throw new IllegalArgumentException("torn");
      case "wet" -> throw new IllegalStateException("wet");
      case "nested" -> throw new StackOverflowError("nested too deep");
      case "long" -> {
        checkerIsBusy.countDown();
        awaitGate(checkerIsFree);
        yield List.of();
      }
      case "half-read" -> {
        checkerIsBusy.countDown();
        try {
          checkerIsFree.await();
        } catch (InterruptedException e) {
          // There was no error as far as it got.
          Thread.currentThread().interrupt();
        }
        yield List.of();
      }
      default -> List.of();
    };
  }

  private void sell(String list) {
    clerks.add(Thread.currentThread());
    if (Thread.currentThread().isInterrupted()) {
      disturbed.add(list);
    }
    if (list.equals("unsalable")) {
      throw new IllegalStateException("The warehouse is full.");
    }
    if (list.equals("big")) {
      shopIsBusy.countDown();
      try {
        shopIsFree.await();
      } catch (InterruptedException e) {
        disturbed.add(list);
      }
    }
    sold.add(list);
  }

  private static Report refused(String error) {
    return new Report(false, List.of(error));
  }

  private static void assertCantBeRead(Report report, String why) {
    assertThat(report.accepted()).as("accepted, though it can't be read").isFalse();
    assertThat(report.errors()).as("what is wrong with the list").asString().contains(why);
  }

  private static Supplier supplier(K25_ErrorReporter reporter, String list) {
    return new Supplier(new FutureTask<>(() -> reporter.submit(list)));
  }

  private static Report reportOn(Supplier supplier) throws Exception {
    try {
      return supplier.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "submit() returned");
      throw e;
    }
  }

  /** The shop takes its time, so we give it some. */
  private void assertSold(String... lists) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (sold.size() < lists.length && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    if (sold.size() < lists.length) {
      patience = Duration.ofMillis(200);
    }
    assertThat(sold).as("lists that are sold").containsExactlyInAnyOrder(lists);
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

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }

  /** Returns when each has ended or waits for something, or when patience is at its end. */
  private static void letThemRest(Set<Thread> threads) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && !threads.stream().allMatch(K25_ErrorReporterTest::rests)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean rests(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TERMINATED -> true;
      // A worker of the common pool that has nothing to do. Others that wait with a limit go on.
      case TIMED_WAITING -> thread instanceof ForkJoinWorkerThread;
      default -> false;
    };
  }

  /** Somebody who submits a list, in a thread of their own. */
  private static final class Supplier {
    final FutureTask<Report> task;
    final Thread thread;

    Supplier(FutureTask<Report> task) {
      this.task = task;
      thread = Thread.ofPlatform().daemon().name("supplier").start(task);
    }
  }
}
