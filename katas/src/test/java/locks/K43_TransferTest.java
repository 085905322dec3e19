package locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Who meets whom is not left to chance. The journal is a gate: while it writes, both accounts of a
 * transfer are busy. Others come, each when the one before it is as far as it gets, and queue up.
 * Then the gate opens.
 *
 * <p>The leak tests run first: a thread that all banks share would be born in one of them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K43_TransferTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** How often who waits must be seen waiting. They may look up in between. */
  private static final int SEEN_WAITING = 20;

  private static final long START = 1_000;

  private final Paper journal = new Paper();
  private final K43_Transfer bank = new K43_Transfer(journal);
  private final Map<String, Long> opened = new HashMap<>();

  @Test
  @Order(1)
  void twoWhoPayEachOtherAtTheSameTimeAreBothPaid() throws Exception {
    open("Ada", "Bob", "Cem", "Dora", "Eve", "Finn");
    List<Payment> payments = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      payments.addAll(inLine("Cem pays Bob", "Bob pays Ada", "Ada pays Bob"));
      payments.addAll(inLine("Finn pays Eve", "Dora pays Eve", "Eve pays Dora"));
    }

    assertEndedWell(payments);
  }

  @Test
  @Order(2)
  void threeWhoPayEachOtherInARingAreAllPaid() throws Exception {
    open("Ada", "Bob", "Cem", "Dora", "Eve", "Finn", "Gus", "Hal");
    List<Payment> payments = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      payments.addAll(inLine("Dora pays Cem", "Cem pays Ada", "Bob pays Cem", "Ada pays Bob"));
      payments.addAll(inLine("Hal pays Gus", "Finn pays Gus", "Gus pays Eve", "Eve pays Finn"));
    }

    assertEndedWell(payments);
  }

  /** Two pairs of names, each with one hash code and one length. */
  @Test
  @Order(3)
  void twoWhoseNamesHashAlikeAreBothPaid() throws Exception {
    open("AaBB", "BBAa", "Cem", "Ea", "FB", "Dora");
    List<Payment> payments = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      payments.addAll(inLine("Cem pays AaBB", "AaBB pays BBAa", "BBAa pays AaBB"));
      payments.addAll(inLine("Dora pays FB", "Ea pays FB", "FB pays Ea"));
    }

    assertEndedWell(payments);
  }

  /**
   * Whoever tries again and again may come just when a lock is free. Here it is free for less than
   * a moment: who has paid pays once more. And not all are so lucky.
   */
  @Test
  @Order(4)
  void ofManyWhoPayEachOtherAllArePaid() throws Exception {
    List<List<String>> lines = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      String ada = "Ada" + i;
      String bob = "Bob" + i;
      String cem = "Cem" + i;
      open(ada, bob, cem);
      lines.add(List.of(cem + " pays " + bob + ", " + bob + " pays " + ada, ada + " pays " + bob));
    }
    List<Payment> payments = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      payments.addAll(inLines(lines));
    }

    assertEndedWell(payments);
  }

  @Test
  @Order(5)
  void whoPaysAnAccountThatDoesNotExistHoldsUpNobody() throws Exception {
    open("Ada", "Bob");
    List<Payment> payments = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (String payment : List.of("Ada pays nobody", "Zoe pays nobody", "Bob pays a stranger")) {
        assertThatThrownBy(() -> pay(payment).ends())
            .as("a transfer to an account that does not exist")
            .isNotInstanceOf(AssertionError.class);
      }
      for (String payment : List.of("Ada pays Bob", "Bob pays Ada")) {
        var next = pay(payment);
        next.settles();
        payments.add(next);
      }
    }

    for (var payment : payments) {
      payment.ends();
    }
  }

  @Test
  void moneyMoves() throws Exception {
    open("Ada", "Bob", "Cem");

    pay("Ada", "Bob", 300).ends();
    pay("Bob", "Cem", 1_300).ends();

    assertThat(journal.written)
        .as("what was written")
        .containsExactlyInAnyOrder(
            new Line("Ada", -300, 700),
            new Line("Bob", 300, 1_300),
            new Line("Bob", -1_300, 0),
            new Line("Cem", 1_300, 2_300));
    assertJournalExplainsBalances();
  }

  @Test
  void whoPaysThemselvesHasWhatTheyHad() throws Exception {
    open("Ada");

    pay("Ada", "Ada", 300).ends();

    assertThat(bank.balance("Ada")).as("what Ada has").isEqualTo(START);
    assertJournalExplainsBalances();
  }

  @Test
  void whoPaysThemselvesMustHaveEnoughAsWell() throws Exception {
    open("Ada");

    assertThatThrownBy(() -> pay("Ada", "Ada", START + 1).ends())
        .as("a transfer to oneself of more than there is")
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Ada has not enough");

    assertThat(journal.written).as("what was written").isEmpty();
  }

  @Test
  void whoPaysAnAccountThatDoesNotExistKeepsTheMoney() throws Exception {
    open("Ada");

    assertThatThrownBy(() -> pay("Ada", "nobody", 300).ends())
        .as("a transfer to an account that does not exist")
        .isNotInstanceOf(AssertionError.class);

    assertThat(bank.balance("Ada"))
        .as("what Ada has: nobody got it, so it must not be gone")
        .isEqualTo(START);
    assertJournalExplainsBalances();
  }

  @Test
  void whoHasNotEnoughPaysNothing() throws Exception {
    open("Ada", "Bob");

    assertThatThrownBy(() -> pay("Ada", "Bob", START + 1).ends())
        .as("a transfer of more than there is")
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Ada has not enough");

    assertThat(journal.written).as("what was written").isEmpty();
    assertThat(bank.balance("Ada")).as("what Ada has").isEqualTo(START);
    pay("Ada", "Bob", START).ends();
    assertThat(bank.balance("Bob")).as("what Bob has").isEqualTo(2 * START);
  }

  @Test
  void aFullJournalIsToldAndOthersGoOn() throws Exception {
    open("Ada", "Bob");
    journal.isFull = true;

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> pay("Ada", "Bob", 300).ends())
          .as("a transfer that can't be written")
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no paper left");
    }

    journal.isFull = false;
    pay("Bob", "Ada", 300).ends();
    pay("Ada", "Bob", 300).ends();
  }

  @Test
  void afterHalfATransferTheJournalGoesOnFromTheLineBefore() throws Exception {
    open("Ada", "Bob", "Cem");
    journal.tornPage = "Bob";
    assertThatThrownBy(() -> pay("Ada", "Bob", 300).ends())
        .as("a transfer of which one line can't be written")
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no paper left");

    journal.tornPage = "none";
    pay("Ada", "Cem", 200).ends();
    pay("Bob", "Cem", 200).ends();

    assertJournalExplainsEachBalance();
  }

  @Test
  void whoIsInterruptedDoesNotSpinEither() throws Exception {
    open("Ada", "Bob", "Cem");
    Gate gate = journal.stopsAt("Bob");

    var slow = pay("Cem", "Bob", 1);
    gate.isReached();
    var interrupted =
        new Payment(
            "Ada pays Bob",
            () -> {
              Thread.currentThread().interrupt();
              bank.pay("Ada", "Bob", 10);
              return null;
            });
    interrupted.settles();
    gate.opens();

    slow.ends();
    // Whether it is paid or refused is left open.
    assertInTime(interrupted.thread.join(patience), "the transfer was over");
  }

  @Test
  void strangersDoNotWaitForEachOther() throws Exception {
    open("Ada", "Bob", "Cem", "Dora", "Eve");
    Gate gate = journal.stopsAt("Bob");

    var slow = pay("Cem", "Bob", 1);
    gate.isReached();
    var waiting = pay("Ada", "Bob", 10);
    waiting.settles();

    pay("Dora", "Eve", 100).ends();
    pay("Eve", "Dora", 100).ends();
    assertThat(slow.task.isDone()).as("a transfer is over before it is written").isFalse();
    gate.opens();
    slow.ends();
    waiting.ends();
    assertJournalExplainsBalances();
  }

  /** Some of their names have the same hash code, and a row of locks is shorter than theirs. */
  @Test
  void strangersDoNotWaitForEachOtherHoweverManyTheyAre() throws Exception {
    List<String> names = new ArrayList<>(List.of("AaBB", "BBAa", "BBBB", "Bob"));
    for (int i = 1; i <= 1_000; i++) {
      names.addAll(List.of("Ada" + i, "Bob" + i));
    }
    open("AaAa", "Cem");
    open(names.toArray(String[]::new));
    Gate gate = journal.stopsAt("AaAa");

    var slow = pay("Cem", "AaAa", 1);
    gate.isReached();
    var strangers =
        new Payment(
            "Each of a thousand strangers, all with accounts of their own, pays another one",
            () -> {
              for (int i = 0; i < names.size(); i += 2) {
                bank.pay(names.get(i), names.get(i + 1), 10);
              }
              return null;
            });

    strangers.ends();
    gate.opens();
    slow.ends();
  }

  @Test
  void whatManyPayToOneIsAllThere() throws Exception {
    open("Ada", "Bob", "Cem", "Dora");
    Gate gate = journal.stopsAt("Bob");

    List<Payment> payments = new ArrayList<>();
    payments.add(pay("Ada", "Bob", 1));
    gate.isReached();
    for (String payer : List.of("Cem", "Dora", "Bob")) {
      var next = pay(payer, "Bob", 10);
      next.settles();
      payments.add(next);
    }
    gate.opens();

    assertEndedWell(payments);
  }

  @Test
  void nobodySpendsTheSameMoneyTwice() throws Exception {
    open("Ada", "Bob", "Cem", "Dora");
    Gate gate = journal.stopsAt("Ada");

    List<Payment> payments = new ArrayList<>();
    payments.add(pay("Ada", "Bob", START));
    gate.isReached();
    for (String payee : List.of("Cem", "Dora")) {
      var next = pay("Ada", payee, START);
      next.settles();
      payments.add(next);
    }
    gate.opens();

    int paid = 0;
    for (var payment : payments) {
      paid += payment.succeeds() ? 1 : 0;
    }
    assertThat(paid).as("how often all that Ada has was paid").isEqualTo(1);
    assertJournalExplainsBalances();
  }

  @Test
  void nobodySpendsWhatIsNotYetWritten() throws Exception {
    open("Ada", "Bob", "Cem");
    Gate gate = journal.stopsAt("Bob");

    var first = pay("Ada", "Bob", 300);
    gate.isReached();
    var second = pay("Bob", "Cem", START + 300);
    second.settles();
    gate.opens();

    first.ends();
    second.succeeds();
    assertJournalExplainsBalances();
  }

  private void open(String... names) {
    for (String name : names) {
      bank.open(name, START);
      opened.put(name, START);
    }
  }

  /** Several, with a comma in between, are made by one thread, one after the other. */
  private Payment pay(String payments) {
    return new Payment(
        payments,
        () -> {
          for (String payment : payments.split(", ")) {
            String[] names = payment.split(" pays ");
            bank.pay(names[0], names[1], 10);
          }
          return null;
        });
  }

  private Payment pay(String from, String to, long cents) {
    return new Payment(
        from + " pays " + to,
        () -> {
          bank.pay(from, to, cents);
          return null;
        });
  }

  private List<Payment> inLine(String... line) throws Exception {
    return inLines(List.of(List.of(line)));
  }

  /**
   * The first of each line is held up by the journal. The others come one after the other, those of
   * all lines at the same time; then it goes on.
   */
  private List<Payment> inLines(List<List<String>> lines) throws Exception {
    List<Payment> payments = new ArrayList<>();
    List<Gate> gates = new ArrayList<>();
    for (List<String> line : lines) {
      String first = line.getFirst();
      Gate gate = journal.stopsAt(first.split(" pays |, ")[1]);
      gates.add(gate);
      payments.add(pay(first));
      gate.isReached();
    }
    for (int place = 1; place < lines.getFirst().size(); place++) {
      List<Payment> next = new ArrayList<>();
      for (List<String> line : lines) {
        next.add(pay(line.get(place)));
      }
      Payment.settle(next);
      payments.addAll(next);
    }
    gates.forEach(Gate::opens);
    return payments;
  }

  private void assertEndedWell(List<Payment> payments) throws Exception {
    for (var payment : payments) {
      assertThat(payment.succeeds()).as("%s, and has enough", payment.name).isTrue();
    }
    assertJournalExplainsBalances();
  }

  private void assertJournalExplainsBalances() {
    assertJournalExplainsEachBalance();
    assertThat(opened.keySet().stream().mapToLong(bank::balance).sum())
        .as("what all have together")
        .isEqualTo(opened.size() * START);
  }

  private void assertJournalExplainsEachBalance() {
    Map<String, Long> balances = new HashMap<>(opened);
    for (Line line : journal.written) {
      long balance = balances.merge(line.account(), line.change(), Long::sum);
      assertThat(line)
          .as("the next line of %s, after all those before it", line.account())
          .isEqualTo(new Line(line.account(), line.change(), balance));
      assertThat(balance).as("what %s has", line.account()).isNotNegative();
    }
    Map<String, Long> real = new HashMap<>();
    opened.keySet().forEach(name -> real.put(name, bank.balance(name)));
    assertThat(real).as("the balances, and those that the journal tells").isEqualTo(balances);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** Somebody who pays, on a thread of their own. */
  private static final class Payment {
    final String name;
    final FutureTask<Void> task;
    private final Thread thread;
    private int seenWaiting;

    Payment(String name, Callable<Void> work) {
      this.name = name;
      task = new FutureTask<>(work);
      String likeAllCouples = name.replaceAll("\\d", "");
      thread = Thread.ofPlatform().daemon().name(likeAllCouples).start(task);
    }

    void settles() throws InterruptedException {
      settle(List.of(this));
    }

    /** Waits until each is as far as it gets for now: at its end, or waiting for something. */
    static void settle(List<Payment> payments) throws InterruptedException {
      long start = System.nanoTime();
      List<Payment> unsettled = new ArrayList<>(payments);
      while (!unsettled.isEmpty()) {
        MILLISECONDS.sleep(2);
        unsettled.removeIf(Payment::isSettled);
        for (Payment payment : unsettled) {
          assertInTime(
              System.nanoTime() - start < patience.toNanos(),
              "\"" + payment.name + "\" ended, or waited for its turn without spinning");
        }
      }
    }

    private boolean isSettled() {
      Thread.State state = thread.getState();
      seenWaiting += state == Thread.State.RUNNABLE ? 0 : 1;
      return seenWaiting == SEEN_WAITING || state == Thread.State.TERMINATED;
    }

    void ends() throws Exception {
      try {
        task.get(patience.toMillis(), MILLISECONDS);
      } catch (TimeoutException e) {
        assertInTime(false, "\"" + name + "\" ended");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }

    /** Whether it was paid. If not, there must not have been enough. */
    boolean succeeds() throws Exception {
      try {
        ends();
        return true;
      } catch (Exception e) {
        assertThat(e)
            .as("why it is not so that \"%s\"", name)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(name.split(" ")[0] + " has not enough");
        return false;
      }
    }
  }

  private record Line(String account, long change, long balance) {}

  /** Holds up the first who writes a line of an account. */
  private record Gate(String account, CountDownLatch reached, CountDownLatch open) {
    void isReached() throws InterruptedException {
      assertInTime(
          reached.await(patience.toMillis(), MILLISECONDS),
          "the journal was told what " + account + " has");
    }

    void opens() {
      open.countDown();
    }

    void pass() {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new AssertionError("A thread that writes into the journal was interrupted.", e);
      }
    }
  }

  private static final class Paper implements K43_Transfer.Journal {
    final Queue<Line> written = new ConcurrentLinkedQueue<>();
    volatile boolean isFull;
    volatile String tornPage = "none";
    private final AtomicReference<Gate> next = new AtomicReference<>();

    Gate stopsAt(String account) {
      Gate gate = new Gate(account, new CountDownLatch(1), new CountDownLatch(1));
      next.set(gate);
      return gate;
    }

    @Override
    public void write(String account, long change, long balance) {
      if (isFull || account.equals(tornPage)) {
        throw new IllegalArgumentException("no paper left");
      }
      Gate gate = next.get();
      if (gate != null && gate.account().equals(account) && next.compareAndSet(gate, null)) {
        gate.pass();
      }
      written.add(new Line(account, change, balance));
    }
  }
}
