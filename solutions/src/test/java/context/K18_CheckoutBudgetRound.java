package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Five orders of a checkout that stays, while its warehouse uses all the time it is given. */
class K18_CheckoutBudgetRound {
  private static final K18_CheckoutBudget CHECKOUT =
      new K18_CheckoutBudget(
          K18_CheckoutBudgetRound::slow,
          K18_CheckoutBudgetRound::slow,
          K18_CheckoutBudgetRound::slow,
          Duration.ofHours(1));

  private static Future<String> slow(String request, Duration mayWork) {
    var work =
        new FutureTask<>(() -> {
          boolean done = new CountDownLatch(1).await(mayWork.toNanos(), NANOSECONDS);
          return request + done;
        });
    Thread.ofVirtual().name("service").start(work);
    return work;
  }

  @Test
  void fiveOrdersHaveAMomentEach() {
    for (int order = 0; order < 5; order++) {
      var receipt = new FutureTask<>(() -> CHECKOUT.order("tea", Duration.ofMillis(20)));
      Thread.ofVirtual().name("order").start(receipt);
    }
  }
}
