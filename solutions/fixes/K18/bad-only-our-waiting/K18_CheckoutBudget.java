// Tempting: Wait for an answer only as long as there is budget left.
// Rejected as leaking: we leave in time, and the service works on: it was told to, for its limit.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Takes the orders of a shop.
 *
 * <p>An order passes three services: the warehouse sets the goods aside, the risk service looks at
 * the customer, the bank takes the money. None of them may work on a request for longer than its
 * limit, five seconds, and each is told so. A customer on the web waits three seconds at most, one
 * on the phone twenty. That is the order's budget.
 *
 * <p>In production: on a bad day an order keeps its thread for fifteen seconds, and so the page is
 * out of threads. The customers are gone by then, or order again. And the services, slow as they
 * are, work on orders that nobody waits for.
 *
 * <p>What the checkout promises:
 *
 * <ul>
 *   <li>When the budget or a limit is spent, {@link #order} ends with a {@code TimeoutException}. A
 *       service may use all that is left of the budget, and no more than its limit.
 *   <li>The services hear how long they may work, and it is never longer than that. It is the only
 *       way to end their work: they cannot hear that we went away.
 *   <li>No service is asked when nothing is left of the budget.
 *   <li>A service that fails is the cause of an {@code ExecutionException}.
 *   <li>Any number of orders can be under way, each with a budget of its own.
 * </ul>
 */
public class K18_CheckoutBudget {
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
    long end = System.nanoTime() + budget.toNanos();
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
    return service.ask(request, limit).get(left, NANOSECONDS);
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
