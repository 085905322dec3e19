// Tempting: A thread for each question. The first failure interrupts the others; when all have
// ended, load() throws the failure.
// Rejected as wrong: those that were interrupted fail as well, and they write their failure over
// the first one. The page blames an interrupt, or a shop that is fine.
package context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

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
  private final Systems systems;

  /** Makes a dashboard for the systems of all shops. */
  public K16_Dashboard(Systems systems) {
    this.systems = systems;
  }

  /** Loads the panels of these shops. */
  public List<Panel> load(List<String> shops) throws ExecutionException, InterruptedException {
    var page = new Page();
    int[] sales = new int[shops.size()];
    int[] stock = new int[shops.size()];
    for (int i = 0; i < shops.size(); i++) {
      int nr = i;
      String shop = shops.get(i);
      page.ask(() -> sales[nr] = systems.sales(shop));
      page.ask(() -> stock[nr] = systems.stock(shop));
    }
    page.await();
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < shops.size(); i++) {
      panels.add(new Panel(shops.get(i), sales[i], stock[i]));
    }
    return panels;
  }

  /** All questions of one page. */
  private static final class Page {
    private final List<Thread> questions = new ArrayList<>();
    private volatile Throwable failure;

    synchronized void ask(Callable<Integer> question) {
      if (failure != null) {
        return; // No use to begin with this one.
      }
      questions.add(
          Thread.ofVirtual()
              .name("question")
              .start(() -> {
                try {
                  question.call();
                } catch (Throwable e) {
                  failure = e;
                  hangUp();
                }
              }));
    }

    synchronized void hangUp() {
      questions.forEach(Thread::interrupt);
    }

    void await() throws ExecutionException, InterruptedException {
      try {
        for (Thread question : questions) {
          question.join();
        }
      } catch (InterruptedException e) {
        hangUp();
        throw e;
      }
      if (failure != null) {
        throw new ExecutionException(failure);
      }
    }
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
