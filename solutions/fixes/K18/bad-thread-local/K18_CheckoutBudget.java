// Tempting: "The end belongs to the order, and each order has a thread: a ThreadLocal, then."
// Rejected as wrong: threads take more than one order, and the second one gets the budget of the
// first.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Takes the orders of a shop.
 *
 * <p>A budget is a length of time, and whoever starts to count anew spends it anew. So the checkout
 * counts once: it makes the budget a point in time, and hands that down to all who wait. Each of
 * them works out what is left, waits no longer than that, and tells the service the same.
 */
public class K18_CheckoutBudget {
  private static final ThreadLocal<Long> END = new ThreadLocal<>();
  private final Service warehouse;
  private final Service risk;
  private final Service bank;
  private final Duration limit;

  /** Makes a checkout whose services have this much time for one request. */
  public K18_CheckoutBudget(Service warehouse, Service risk, Service bank, Duration limit) {
    this.warehouse = warehouse;
    this.risk = risk;
    this.bank = bank;
    this.limit = limit;
  }

  /** Takes an order, and gives the receipt. */
  public String order(String cart, Duration budget)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (END.get() == null) END.set(System.nanoTime() + budget.toNanos());
    long end = END.get();
    String goods = ask(warehouse, cart, end);
    return pay(goods, end);
  }

  private String pay(String goods, long end)
      throws ExecutionException, InterruptedException, TimeoutException {
    String customer = ask(risk, goods, end);
    return ask(bank, customer, end);
  }

  private String ask(Service service, String request, long end)
      throws ExecutionException, InterruptedException, TimeoutException {
    long left = Math.min(end - System.nanoTime(), limit.toNanos());
    if (left <= 0) {
      throw new TimeoutException("The budget is spent.");
    }
    return service.ask(request, Duration.ofNanos(left)).get(left, NANOSECONDS);
  }

  /** A service on the network. */
  public interface Service {
    /**
     * Sends a request, and does not wait for the answer. The service works on it for as long as it
     * may, and whether or not somebody waits. To cancel the future does not end its work.
     *
     * @param mayWork how long the service may work on it, more than 0
     */
    Future<String> ask(String request, Duration mayWork);
  }
}
