package context;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Ten customers of a client that stays, while its carrier does not answer. */
class K13_QuoteClientRound {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static final K13_QuoteClient CLIENT =
      new K13_QuoteClient(K13_QuoteClientRound::price, _ -> 490, Duration.ofMillis(1));

  private static int price(String parcel) throws InterruptedException {
    NEVER.await();
    return parcel.length();
  }

  @Test
  void tenCustomersGetAnEstimate() throws Exception {
    for (int customer = 0; customer < 10; customer++) {
      CLIENT.quote("a parcel");
    }
  }
}
