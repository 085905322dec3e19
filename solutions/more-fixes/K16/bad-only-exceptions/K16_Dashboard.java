// Tempting: All questions put what they got into one queue. load() takes it from there as it
// comes, and calls the rest off when one has failed.
// Rejected as wrong: a system that fails with an Error puts nothing into the queue. load() waits
// for that answer for ever, and those that were asked are never called off.
package context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

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
    var answers = new LinkedBlockingQueue<Answer>();
    List<Thread> questions = new ArrayList<>();
    try {
      for (int i = 0; i < shops.size(); i++) {
        int place = i;
        String shop = shops.get(i);
        questions.add(ask(() -> new Sales(place, systems.sales(shop)), answers));
        questions.add(ask(() -> new Stock(place, systems.stock(shop)), answers));
      }
      var sales = new int[shops.size()];
      var stock = new int[shops.size()];
      for (int i = 0; i < questions.size(); i++) {
        switch (answers.take()) {
          case Sales(int place, int number) -> sales[place] = number;
          case Stock(int place, int number) -> stock[place] = number;
          case Failure(Exception cause) -> throw new ExecutionException(cause);
        }
      }
      List<Panel> page = new ArrayList<>();
      for (int i = 0; i < shops.size(); i++) {
        page.add(new Panel(shops.get(i), sales[i], stock[i]));
      }
      return page;
    } finally {
      questions.forEach(Thread::interrupt);
    }
  }

  private static Thread ask(Callable<Answer> question, LinkedBlockingQueue<Answer> answers) {
    return Thread.ofVirtual()
        .name("question")
        .start(() -> {
          try {
            answers.add(question.call());
          } catch (Exception e) {
            answers.add(new Failure(e));
          }
        });
  }

  private sealed interface Answer {}

  private record Sales(int place, int number) implements Answer {}

  private record Stock(int place, int number) implements Answer {}

  private record Failure(Exception cause) implements Answer {}

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
