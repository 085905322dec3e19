// Tempting: a scope for the page. What a scope starts does not outlive it.
// Rejected as leaking: what it has started itself. The questions of a panel come from an executor,
// and the scope does not know them.
package context;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;

/**
 * Shows the head of a chain of shops how the day is going, on one page.
 *
 * <p>The page has a panel for every shop. A panel needs two numbers, from two systems of that shop:
 * its sales and its stock. All panels are loaded at the same time, and so are their numbers.
 *
 * <p>In production: when one shop's system is down, the page says so, and people press reload. And
 * again. Then the systems of all the other shops get slow. They answer questions that nobody waits
 * for any more: hundreds of them, from one page.
 *
 * <p>What a dashboard promises:
 *
 * <ul>
 *   <li>The panels come in the order of the shops. Nobody waits for one number to ask for another.
 *   <li>If a system fails, {@link #load} fails: its root cause is that failure, of whichever system
 *       fails first.
 *   <li>It does so soon, and no question goes on after it. Whether the one who waits is interrupted
 *       or a system has failed makes no difference.
 *   <li>Any number of people can load the page at the same time.
 * </ul>
 */
public class K16_Dashboard {
  private final ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor();
  private final Systems systems;

  /** Makes a dashboard for the systems of all shops. */
  public K16_Dashboard(Systems systems) {
    this.systems = systems;
  }

  /** Loads the panels of these shops. */
  public List<Panel> load(List<String> shops) throws ExecutionException, InterruptedException {
    try (var scope = StructuredTaskScope.open(Joiner.<Panel>allSuccessfulOrThrow())) {
      for (String shop : shops) {
        scope.fork(() -> panel(shop));
      }
      return scope.join().map(Subtask::get).toList();
    } catch (StructuredTaskScope.FailedException e) {
      throw new ExecutionException(e.getCause());
    }
  }

  private Panel panel(String shop) throws ExecutionException, InterruptedException {
    Future<Integer> sales = questions.submit(() -> systems.sales(shop));
    Future<Integer> stock = questions.submit(() -> systems.stock(shop));
    return new Panel(shop, sales.get(), stock.get());
  }

  /** What the page shows of a shop. */
  public record Panel(String shop, int sales, int stock) {}

  /** The systems of the shops, over the network. A question ends soon when it is interrupted. */
  public interface Systems {
    /** Asks for the sales of the day. */
    int sales(String shop) throws Exception;

    /** Asks for the goods in stock. */
    int stock(String shop) throws Exception;
  }
}
