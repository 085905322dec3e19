// Tempting: A thread for each question. The first failure wakes load(), which interrupts all
// others and joins them. Nobody is left.
// Rejected as wrong: those that were interrupted fail, too, and write over what the first one
// wrote. The visitor is told of an InterruptedException, and not of the system that is down.
package context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

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
    var page = new Page(2 * shops.size());
    List<FutureTask<Integer>> sales = new ArrayList<>();
    List<FutureTask<Integer>> stock = new ArrayList<>();
    try {
      for (String shop : shops) {
        sales.add(page.ask(() -> systems.sales(shop)));
        stock.add(page.ask(() -> systems.stock(shop)));
      }
      page.missing.await();
    } finally {
      page.callOff();
    }
    if (page.failure != null) {
      throw new ExecutionException(page.failure);
    }
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < shops.size(); i++) {
      panels.add(new Panel(shops.get(i), sales.get(i).get(), stock.get(i).get()));
    }
    return panels;
  }

  /** All that is asked for one page. */
  private static final class Page {
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch missing;
    private volatile Throwable failure;

    Page(int questions) {
      missing = new CountDownLatch(questions);
    }

    FutureTask<Integer> ask(Callable<Integer> question) {
      var task =
          new FutureTask<Integer>(question) {
            @Override
            protected void setException(Throwable e) {
              super.setException(e);
              failure = e;
              while (missing.getCount() > 0) {
                missing.countDown();
              }
            }

            @Override
            protected void set(Integer answer) {
              super.set(answer);
              missing.countDown();
            }
          };
      threads.add(Thread.ofVirtual().name("question").start(task));
      return task;
    }

    void callOff() throws InterruptedException {
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
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
