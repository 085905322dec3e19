package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import context.K13_QuoteClient.Quote;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all clients share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K13_QuoteClientTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofHours(1);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final CountDownLatch called = new CountDownLatch(1);

  /** What the carrier says about a slow parcel, once a test lets it. */
  private final FutureTask<Integer> answer = new FutureTask<>(() -> 500);

  /** Calls and clients. Held here, none can be garbage collected and seem to have ended. */
  private final List<Object> held = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  @LeakFree
  void callsThatTakeTooLongAreHungUp() throws Exception {
    var client = client(SHORT);

    var customers = Stream.generate(() -> customer(client, "slow")).limit(3).toList();
    for (var customer : customers) {
      assertThat(answerTo(customer)).isEqualTo(new Quote(700, true));
    }
  }

  @Test
  @Order(2)
  @LeakFree
  void aCallIsHungUpWhenItsCustomerLeaves() throws Exception {
    var customer = customer(client(LONG), "slow");
    assertInTime(called.await(patience.toMillis(), MILLISECONDS), "the carrier was called");

    customer.thread.interrupt();

    assertThatThrownBy(() -> answerTo(customer))
        .as("what a customer gets who does not want to wait any more")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  @Order(3)
  @LeakFree
  void aCallIsHungUpEvenIfThereIsNoEstimate() throws Exception {
    var client = hold(new K13_QuoteClient(this::price, parcel -> Integer.parseInt(parcel), SHORT));

    assertThatThrownBy(() -> answerTo(customer(client, "slow")))
        .as("what a customer gets whose parcel is not in our table")
        .isInstanceOf(NumberFormatException.class);
  }

  @Test
  @Order(4)
  @LeakFree
  void aCallThatIsAnsweredLeavesNothingBehind() throws Exception {
    var client = client(LONG);

    assertThat(answerTo(customer(client, "quick"))).isEqualTo(new Quote(500, false));
    assertThatThrownBy(() -> answerTo(customer(client, "broken")))
        .isInstanceOf(ExecutionException.class);
  }

  @Test
  void aCarrierThatFailsIsNotHidden() throws Exception {
    var customer = customer(client(LONG), "broken");

    assertThatThrownBy(() -> answerTo(customer))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("out of order");
  }

  @Test
  void aCarrierThatIsOutOfTimeItselfHasFailed() throws Exception {
    var customer = customer(client(LONG), "given up");

    assertThatThrownBy(() -> answerTo(customer))
        .as("what a customer gets whose carrier has a TimeoutException of its own")
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void aCarrierThatEndsWithAnErrorIsNotHidden() throws Exception {
    var customer = customer(client(LONG), "gone");

    assertThatThrownBy(() -> answerTo(customer))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LinkageError.class)
        .hasRootCauseMessage("the network driver is gone");
  }

  @Test
  void aCarrierWithABugIsNotHidden() throws Exception {
    var customer = customer(client(LONG), "unexpected");

    assertThatThrownBy(() -> answerTo(customer))
        .as("what a customer gets whose carrier ends with an unchecked exception")
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("negative weight");
  }

  @Test
  void aCarrierThatIsInterruptedItselfHasFailed() throws Exception {
    var customer = customer(client(LONG), "cut off");

    assertThatThrownBy(() -> answerTo(customer))
        .as("what a customer gets who was not interrupted, but whose carrier was")
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void aCarrierThatFailsOnlyWhenItIsHungUpHasNotComeInTime() throws Exception {
    var customer = customer(client(SHORT), "touchy");

    assertThat(answerTo(customer)).isEqualTo(new Quote(700, true));
  }

  @Test
  void theCarrierGetsItsTime() throws Exception {
    var customer = customer(client(LONG), "slow");
    assertInTime(called.await(patience.toMillis(), MILLISECONDS), "the carrier was called");

    assertThat(customer.task.isDone())
        .as("the customer got an answer before there was one")
        .isFalse();
    answer.run();

    assertThat(answerTo(customer)).isEqualTo(new Quote(500, false));
  }

  @Test
  void aClientWorksOnAfterASlowCall() throws Exception {
    var client = client(SHORT);
    assertThat(answerTo(customer(client, "slow"))).isEqualTo(new Quote(700, true));

    // On a busy machine a quick answer can be late, too, but not every time.
    Quote quote = answerTo(customer(client, "quick"));
    for (int i = 0; i < 100 && quote.estimate(); i++) {
      quote = answerTo(customer(client, "quick"));
    }

    assertThat(quote).isEqualTo(new Quote(500, false));
  }

  @Test
  void aSlowCallLeavesTheOthersAlone() throws Exception {
    var client = client(LONG);
    var slow = customer(client, "slow");
    assertInTime(called.await(patience.toMillis(), MILLISECONDS), "the carrier was called");

    assertThat(answerTo(customer(client, "quick"))).isEqualTo(new Quote(500, false));
    assertThatThrownBy(() -> answerTo(customer(client, "broken")))
        .isInstanceOf(ExecutionException.class);
    answer.run();

    assertThat(answerTo(slow)).isEqualTo(new Quote(500, false));
  }

  @Test
  void aCustomerWhoLeavesLeavesTheOthersAlone() throws Exception {
    var client = client(LONG);
    var stays = customer(client, "slow");
    assertInTime(called.await(patience.toMillis(), MILLISECONDS), "the carrier was called");

    var leaves = customer(client, "slow");
    leaves.thread.interrupt();
    assertThatThrownBy(() -> answerTo(leaves)).isInstanceOf(InterruptedException.class);
    assertThat(answerTo(customer(client, "quick"))).isEqualTo(new Quote(500, false));
    answer.run();

    assertThat(answerTo(stays)).isEqualTo(new Quote(500, false));
  }

  @Test
  void aCustomerWhoGotAnEstimateIsNotLeftInterrupted() throws Exception {
    var client = client(Duration.ofMillis(1));
    var interrupted = new AtomicBoolean();
    var customer =
        new Customer(() -> {
          Quote quote = client.quote("slow");
          interrupted.set(Thread.currentThread().isInterrupted());
          return quote;
        });

    assertThat(answerTo(customer)).isEqualTo(new Quote(700, true));
    assertThat(interrupted).as("the customer's own thread is interrupted").isFalse();
  }

  @Test
  void manyCustomersAreServedAtOnce() throws Exception {
    var everybody = new CountDownLatch(130);
    var client =
        hold(
            new K13_QuoteClient(
                parcel -> {
                  everybody.countDown();
                  everybody.await();
                  return 500;
                },
                parcel -> 700,
                LONG));
    var customers = new ArrayList<Customer>();
    for (int i = 0; i < 130; i++) {
      customers.add(customer(client, "any"));
    }

    assertInTime(
        everybody.await(patience.toMillis(), MILLISECONDS), "130 calls were made at the same time");
    for (var customer : customers) {
      assertThat(answerTo(customer)).isEqualTo(new Quote(500, false));
    }
  }

  private K13_QuoteClient client(Duration patience) {
    return hold(new K13_QuoteClient(this::price, parcel -> 700, patience));
  }

  private int price(String parcel) throws Exception {
    hold(Thread.currentThread());
    return switch (parcel) {
      case "slow" -> {
        called.countDown();
        yield answer.get();
      }
      case "broken" -> throw new IOException("out of order");
      case "gone" -> throw new LinkageError("the network driver is gone");
      case "touchy" -> {
        try {
          yield answer.get();
        } catch (InterruptedException e) {
          throw new IOException("connection reset", e);
        }
      }
      case "unexpected" -> throw new IllegalStateException("negative weight");
      case "cut off" -> throw new InterruptedException("the carrier's line was cut");
      case "given up" -> throw new TimeoutException("504 Gateway Timeout");
      default -> 500;
    };
  }

  private <T> T hold(T object) {
    held.add(object);
    return object;
  }

  private static Customer customer(K13_QuoteClient client, String parcel) {
    return new Customer(() -> client.quote(parcel));
  }

  private static Quote answerTo(Customer customer) throws Exception {
    try {
      return customer.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "quote() returned");
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

  /** Somebody who waits for a quote, in a thread of their own. */
  private static final class Customer {
    final FutureTask<Quote> task;
    final Thread thread;

    Customer(Callable<Quote> wish) {
      task = new FutureTask<>(wish);
      thread = Thread.ofPlatform().daemon().name("customer").start(task);
    }
  }
}
