// Tempting: A thread and a future, by hand. What the carrier throws, the future gets, and finally
// interrupts the thread.
// Rejected as wrong: a carrier that fails with an Error throws past the catch block. The future
// never hears of it, and the customer gets an estimate, after the whole of the time.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
    var answer = new CompletableFuture<Integer>();
    Thread call = Thread.ofVirtual().name("call").start(() -> ask(parcel, answer));
    try {
      return new Quote(answer.get(patience.toNanos(), NANOSECONDS), false);
    } catch (TimeoutException e) {
      return new Quote(table.applyAsInt(parcel), true);
    } finally {
      call.interrupt();
    }
  }

  private void ask(String parcel, CompletableFuture<Integer> answer) {
    try {
      answer.complete(carrier.price(parcel));
    } catch (Exception e) {
      answer.completeExceptionally(e);
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
