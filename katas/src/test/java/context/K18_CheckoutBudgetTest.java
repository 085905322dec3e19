package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import context.K18_CheckoutBudget.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all orders share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K18_CheckoutBudgetTest {
  private static final Duration NOTHING = Duration.ZERO;
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration A_DAY = Duration.ofDays(1);

  /** Some clients tell the time in milliseconds only, and round it. */
  private static final Duration ROUNDING = Duration.ofMillis(5);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** Opens when the services that are slow may answer. */
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  private final Remote warehouse = new Remote("goods");
  private final Remote risk = new Remote("checked");
  private final Remote bank = new Remote("paid");
  private final Remote slow = new Slow(mayAnswer);

  /** Threads and checkouts. Held here, none can be garbage collected and seem to have ended. */
  private final List<Object> held = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  void nobodyWorksForAnOrderWhoseBudgetIsSpent() throws Exception {
    List<Customer> customers;
    try (var _ = LeakWatch.open()) {
      customers =
          List.of(
              new Customer(checkout(slow, risk, bank, AN_HOUR), SHORT),
              new Customer(checkout(warehouse, slow, bank, AN_HOUR), SHORT),
              new Customer(checkout(warehouse, risk, slow, AN_HOUR), SHORT),
              new Customer(checkout(warehouse, new UsesItUp(SHORT), slow, AN_HOUR), SHORT));
    }

    for (var customer : customers) {
      assertThatThrownBy(() -> receiptOf(customer))
          .as("what a customer gets whose budget is spent")
          .isInstanceOf(TimeoutException.class);
    }
    eachServiceIsToldWhatIsLeft();
    eachServiceMayUseItsLimit();
    noServiceIsAskedWhenNothingIsLeft();
  }

  private void eachServiceIsToldWhatIsLeft() throws Exception {
    var slowWarehouse = new TakesAWhile();
    var slowRisk = new TakesAWhile();
    long before = System.nanoTime();

    receiptOf(new Customer(checkout(slowWarehouse, slowRisk, bank, A_DAY), AN_HOUR));

    Duration spent = slowWarehouse.took;
    assertThat(slowRisk.told)
        .as("what the risk service was told, when %s of %s were spent already", spent, AN_HOUR)
        .isLessThanOrEqualTo(AN_HOUR.minus(spent).plus(ROUNDING));
    spent = spent.plus(slowRisk.took);
    assertThat(bank.told)
        .as("what the bank was told, when %s of %s were spent already", spent, AN_HOUR)
        .isLessThanOrEqualTo(AN_HOUR.minus(spent).plus(ROUNDING));

    for (var service : List.of(slowWarehouse, slowRisk, bank)) {
      Duration left = AN_HOUR.minusNanos(service.asked - before);
      assertThat(service.told)
          .as("what a service was told that may use all that is left, %s of %s", left, AN_HOUR)
          .isGreaterThanOrEqualTo(left.minus(ROUNDING));
    }
  }

  private void eachServiceMayUseItsLimit() throws Exception {
    var slowWarehouse = new TakesAWhile();
    var slowRisk = new TakesAWhile();
    long before = System.nanoTime();

    receiptOf(new Customer(checkout(slowWarehouse, slowRisk, bank, AN_HOUR), A_DAY));

    assertMayUse(AN_HOUR, slowWarehouse, before);
    assertMayUse(AN_HOUR, slowRisk, slowWarehouse.asked + slowWarehouse.took.toNanos());
    assertMayUse(AN_HOUR, bank, slowRisk.asked + slowRisk.took.toNanos());
  }

  /** A busy machine may need a while from its turn to the question. */
  private static void assertMayUse(Duration limit, Remote service, long itsTurn) {
    Duration until = Duration.ofNanos(service.asked - itsTurn);
    assertThat(service.told)
        .as("what a service was told %s after its turn, with a limit of %s", until, limit)
        .isBetween(limit.minus(until).minus(ROUNDING), limit.plus(ROUNDING));
  }

  private void noServiceIsAskedWhenNothingIsLeft() throws Exception {
    var next = new Remote("checked");
    var customer = new Customer(checkout(new UsesItUp(SHORT), next, bank, AN_HOUR), SHORT);

    assertThatThrownBy(() -> receiptOf(customer))
        .as("what a customer gets whose budget the warehouse has spent")
        .isInstanceOf(TimeoutException.class);
    assertThat(next.told)
        .as("what the risk service was told, when nothing was left of the budget")
        .isEqualTo(NOTHING);

    var first = new Remote("goods");
    var late = new Customer(checkout(first, risk, bank, AN_HOUR), NOTHING);

    assertThatThrownBy(() -> receiptOf(late))
        .as("what a customer gets who comes without any budget")
        .isInstanceOf(TimeoutException.class);
    assertThat(first.told)
        .as("what the warehouse was told, when there was no budget from the beginning")
        .isEqualTo(NOTHING);
  }

  @Test
  @Order(2)
  @LeakFree
  void aServiceThatHangsIsLeftAtItsLimit() throws Exception {
    var customer = hold(new Customer(checkout(slow, risk, bank, SHORT), AN_HOUR));

    assertThat(slow.isAsked()).as("the warehouse was asked").isTrue();
    assertThat(slow.told)
        .as("what the warehouse was told")
        .isLessThanOrEqualTo(SHORT.plus(ROUNDING));
    assertThatThrownBy(() -> receiptOf(customer))
        .as("what a customer gets when the warehouse hangs")
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void aCustomerMayOrderAgain() throws Exception {
    var checkout = checkout(warehouse, risk, bank, AN_HOUR);
    var hurried = checkout(new UsesItUp(SHORT), risk, bank, AN_HOUR);
    var secondOrder = new FutureTask<>(() -> checkout.order("cart", AN_HOUR));
    var customer =
        Thread.ofPlatform()
            .daemon()
            .name("customer")
            .start(() -> {
              try {
                hurried.order("cart", SHORT);
              } catch (ExecutionException | InterruptedException | TimeoutException e) {
                // The budget was spent. Another thread of the page gets no other budget by that.
              }
              secondOrder.run();
            });

    assertInTime(customer.join(patience), "order() returned");
    assertThat(secondOrder.get())
        .as("the receipt of a second order, in the same thread, with a budget of its own")
        .isEqualTo("cart, goods, checked, paid");
  }

  @Test
  void anOrderInTimeGetsItsReceipt() throws Exception {
    assertThat(receiptOf(new Customer(checkout(warehouse, risk, bank, AN_HOUR), AN_HOUR)))
        .isEqualTo("cart, goods, checked, paid");
  }

  @Test
  void aSlowServiceGetsItsTime() throws Exception {
    var customer = new Customer(checkout(warehouse, risk, slow, AN_HOUR), AN_HOUR);
    assertThat(slow.isAsked()).as("the bank was asked").isTrue();

    assertThat(customer.order.isDone())
        .as("the customer got an answer before the bank gave one")
        .isFalse();
    mayAnswer.countDown();

    assertThat(receiptOf(customer)).isEqualTo("cart, goods, checked, at last");
  }

  @Test
  void aServiceThatFailsIsNotHidden() throws Exception {
    Service broken = (_, _) -> CompletableFuture.failedFuture(new IOException("no such account"));
    var customer = new Customer(checkout(warehouse, risk, broken, AN_HOUR), AN_HOUR);

    assertThatThrownBy(() -> receiptOf(customer))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aServiceMayFailWithAnything() throws Exception {
    var failures = List.of(new IllegalStateException("a bug"), new LinkageError("no driver"));

    for (var failure : failures) {
      Service broken = (_, _) -> CompletableFuture.failedFuture(failure);
      var customer = new Customer(checkout(warehouse, broken, bank, AN_HOUR), AN_HOUR);

      assertThatThrownBy(() -> receiptOf(customer))
          .as("what a customer gets when a service fails with %s", failure)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isSameAs(failure);
    }
  }

  @Test
  void aServiceMayFailWithATimeoutOfItsOwn() throws Exception {
    Service broken = (_, _) -> CompletableFuture.failedFuture(new TimeoutException("no dial tone"));
    var customer = new Customer(checkout(warehouse, broken, bank, AN_HOUR), AN_HOUR);

    assertThatThrownBy(() -> receiptOf(customer))
        .as("what a customer gets when a service fails long before the budget is spent")
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void aCustomerMayLeave() throws Exception {
    var customer = new Customer(checkout(warehouse, slow, bank, AN_HOUR), AN_HOUR);
    assertThat(slow.isAsked()).as("the risk service was asked").isTrue();

    customer.thread.interrupt();

    assertThatThrownBy(() -> receiptOf(customer))
        .as("what a customer gets who does not want to wait any more")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void eachOrderHasABudgetOfItsOwn() throws Exception {
    Service slowForOne = (cart, told) -> (cart.equals("large") ? slow : warehouse).ask(cart, told);
    var checkout = checkout(slowForOne, risk, bank, AN_HOUR);
    var patient = new Customer(checkout, "large", AN_HOUR);
    assertThat(slow.isAsked()).as("the warehouse was asked").isTrue();

    var hurried = new Customer(checkout, "small", Duration.ofMillis(1));
    hurried.assertIsDone();
    new UsesItUp(Duration.ofMillis(1)).ask("nothing", SHORT);
    mayAnswer.countDown();

    assertThat(receiptOf(patient))
        .as("the receipt of a patient customer, after a hurried one")
        .isEqualTo("large, at last, checked, paid");
  }

  private K18_CheckoutBudget checkout(
      Service warehouse, Service risk, Service bank, Duration limit) {
    return hold(new K18_CheckoutBudget(warehouse, risk, bank, limit));
  }

  private <T> T hold(T object) {
    held.add(object);
    return object;
  }

  private static String receiptOf(Customer customer) throws Exception {
    customer.assertIsDone();
    try {
      return customer.order.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** Somebody who waits for a receipt, in a thread of their own. */
  private static final class Customer {
    final FutureTask<String> order;
    final Thread thread;

    Customer(K18_CheckoutBudget checkout, Duration budget) {
      this(checkout, "cart", budget);
    }

    Customer(K18_CheckoutBudget checkout, String cart, Duration budget) {
      order = new FutureTask<>(() -> checkout.order(cart, budget));
      thread = Thread.ofPlatform().daemon().name("customer").start(order);
    }

    void assertIsDone() throws InterruptedException {
      assertInTime(thread.join(patience), "order() returned");
    }
  }

  /** A service on the network. It has threads of its own, and works for as long as it may. */
  private class Remote implements Service {
    private final CountDownLatch isAsked = new CountDownLatch(1);
    private final String answer;
    volatile long asked;
    volatile Duration told = NOTHING;

    Remote(String answer) {
      this.answer = answer;
    }

    @Override
    public Future<String> ask(String request, Duration mayWork) {
      if (!mayWork.isPositive()) {
        throw new IllegalArgumentException("A service was asked to work for " + mayWork + ".");
      }
      asked = System.nanoTime();
      told = mayWork;
      isAsked.countDown();
      var future = new CompletableFuture<String>();
      hold(
          Thread.ofVirtual()
              .name("remote")
              .start(() -> {
                try {
                  work(mayWork);
                  future.complete(request + ", " + answer);
                } catch (InterruptedException | TimeoutException e) {
                  // It had not enough time. And nobody is told.
                }
              }));
      return future;
    }

    void work(Duration mayWork) throws InterruptedException, TimeoutException {}

    boolean isAsked() throws InterruptedException {
      return isAsked.await(patience.toMillis(), MILLISECONDS);
    }
  }

  /** Works until a test lets it answer, or its time is over. */
  private final class Slow extends Remote {
    private final CountDownLatch mayAnswer;

    Slow(CountDownLatch mayAnswer) {
      super("at last");
      this.mayAnswer = mayAnswer;
    }

    @Override
    void work(Duration mayWork) throws InterruptedException, TimeoutException {
      if (!mayAnswer.await(mayWork.toNanos(), NANOSECONDS)) {
        throw new TimeoutException();
      }
    }
  }

  /** Takes some time, and knows how much at least. */
  private final class TakesAWhile extends Remote {
    volatile Duration took = Duration.ZERO;

    TakesAWhile() {
      super("after a while");
    }

    @Override
    void work(Duration mayWork) throws InterruptedException {
      Thread.sleep(20);
      took = Duration.ofNanos(System.nanoTime() - asked);
    }
  }

  /** Answers when a budget is spent, and not before: the network was in no hurry. */
  private final class UsesItUp extends Remote {
    private final Duration budget;

    UsesItUp(Duration budget) {
      super("too late");
      this.budget = budget;
    }

    @Override
    public Future<String> ask(String request, Duration mayWork) {
      long end = System.nanoTime() + budget.toNanos();
      boolean interrupted = false;
      for (long left = budget.toNanos(); left > 0; left = end - System.nanoTime()) {
        try {
          NANOSECONDS.sleep(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return CompletableFuture.completedFuture(request + ", too late");
    }
  }
}
