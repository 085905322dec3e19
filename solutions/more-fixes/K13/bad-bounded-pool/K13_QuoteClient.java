// Tempting: Eight threads for all customers. More than eight can't leak.
// Rejected as wrong: eight slow calls, and no other customer is served. The leak has become an
// outage.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

/**
 * Tells the customers of a shop what the shipping of a parcel costs.
 *
 * <p>The price comes from the carrier, over the network. The checkout page cannot wait for long, so
 * if the carrier takes more than its time, the price comes from our own table, marked as an
 * estimate. One client serves all customers, for as long as the shop runs.
 *
 * <p>In production: on a day when the carrier is slow, the page stays fast, as it should. But
 * memory climbs by the minute, and in the evening the carrier calls: why do we keep 20,000
 * connections open?
 *
 * <p>What a client promises:
 *
 * <ul>
 *   <li>{@link #quote} gives the carrier's price if it comes in time, else the estimate. A carrier
 *       that fails is no estimate: the failure is the cause of an {@code ExecutionException}.
 *   <li>A customer may lose interest: an interrupt ends {@link #quote} at once.
 *   <li>No call to the carrier goes on when nobody waits for it any more. The others do.
 *   <li>Any number of customers can ask at the same time.
 * </ul>
 */
public class K13_QuoteClient {
  private final ExecutorService calls =
      Executors.newFixedThreadPool(8, Thread.ofVirtual().name("call-", 0).factory());
  private final Carrier carrier;
  private final ToIntFunction<String> table;
  private final Duration patience;

  /** Makes a client that gives the carrier this much time for an answer. */
  public K13_QuoteClient(Carrier carrier, ToIntFunction<String> table, Duration patience) {
    this.carrier = carrier;
    this.table = table;
    this.patience = patience;
  }

  /** Tells what a parcel costs. */
  public Quote quote(String parcel) throws ExecutionException, InterruptedException {
    Future<Integer> call = calls.submit(() -> carrier.price(parcel));
    try {
      int cents = call.get(patience.toNanos(), NANOSECONDS);
      return new Quote(cents, false);
    } catch (TimeoutException e) {
      return new Quote(table.applyAsInt(parcel), true);
    }
  }

  /** What a parcel costs, and whether that is only an estimate. */
  public record Quote(int cents, boolean estimate) {}

  /** Somebody else's server. It takes its time; a call ends soon when its thread is interrupted. */
  public interface Carrier {
    /** Asks for a price in cents. */
    int price(String parcel) throws Exception;
  }
}
