// Tempting: A return after the refusal. It was just forgotten.
// Rejected as leaking: when the shop throws, the supplier has a report already. The catch block
// sends another one.
package channels;

import com.softwaremill.jox.Channel;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes the price lists of a wholesaler's suppliers, and reports the errors in them.
 *
 * <p>A supplier uploads a list and looks at a page that waits for the report. A clerk, a thread for
 * each list, checks it. The shop takes what is accepted. That takes minutes, and the page shall not
 * wait for it.
 *
 * <p>In production: good lists, no trouble. Then a big supplier changes the format, has every list
 * refused, and tries again all weekend. On Monday, there is no memory left. The lists are still in
 * it, all 11,000.
 *
 * <p>What a reporter promises:
 *
 * <ul>
 *   <li>{@link #submit} gives back the one report on a list as soon as it is checked: accepted, or
 *       refused with its errors. A list that the checker throws at can't be read, and is refused.
 *   <li>What is accepted goes to the shop, once; what is refused, never. Nobody disturbs the shop
 *       while it works. If it throws, that is no matter of the supplier: the shop tells its own
 *       people.
 *   <li>If the caller is interrupted while it waits for the report, the check is, too.
 *   <li>When report and shop are done, nothing is left of it. Any number of lists can be submitted
 *       at a time.
 * </ul>
 */
public class K25_ErrorReporter {
  /** What the supplier gets to read. */
  public record Report(boolean accepted, List<String> errors) {}

  private final Function<String, List<String>> checker;
  private final Consumer<String> shop;

  /** Makes a reporter. The checker gives the errors in a list. */
  public K25_ErrorReporter(Function<String, List<String>> checker, Consumer<String> shop) {
    this.checker = checker;
    this.shop = shop;
  }

  /** Submits a list. */
  public Report submit(String list) throws InterruptedException {
    Channel<Report> reports = Channel.newRendezvousChannel();
    Thread clerk = Thread.ofVirtual().name("clerk").start(() -> work(list, reports));
    try {
      return reports.receive();
    } catch (InterruptedException e) {
      clerk.interrupt();
      throw e;
    }
  }

  private void work(String list, Channel<Report> reports) {
    try {
      handle(list, reports);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private void handle(String list, Channel<Report> reports) throws InterruptedException {
    try {
      List<String> errors = checker.apply(list);
      if (!errors.isEmpty()) {
        reports.send(new Report(false, errors));
        return;
      }
      reports.send(new Report(true, List.of()));
      shop.accept(list);
    } catch (RuntimeException | Error e) {
      reports.send(new Report(false, List.of("can't be read: " + e.getMessage())));
    }
  }
}
