// Tempting: select over the send and the end. When it is over, return.
// Rejected as wrong: the publisher is gone, and who still receives waits for ever. The one who
// sends has to say that it was the last.
package select;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Source;
import java.util.function.Supplier;

/**
 * Shows on a web page what a washing machine is doing.
 *
 * <p>Who opens the page of a machine gets a publisher. It asks the machine for its status and sends
 * it through a channel; the page receives it, draws it, and receives the next one. When the tab is
 * gone, the server closes the publisher. The page is gone first, as a rule: it just stops
 * receiving.
 *
 * <p>In production: a laundromat has eight machines, and by evening its server has 600 threads. The
 * pages work, on the first day, and on the second.
 *
 * <p>What a publisher promises:
 *
 * <ul>
 *   <li>It sends one status after the other, in the order in which the machine gave them. It asks
 *       the machine at once, and again as soon as the last status was received, not before.
 *   <li>{@link #close} ends it as soon as the machine has answered, whether or not anybody still
 *       receives. It may be called twice, and it does not wait for a slow machine itself.
 *   <li>Who still receives then, finds the channel closed. If the machine fails, who receives gets
 *       its exception.
 * </ul>
 */
public class K35_StatusPublisher implements AutoCloseable {
  private final Channel<String> statuses = Channel.newRendezvousChannel();
  private final Supplier<String> machine;
  private final Channel<String> over = Channel.newRendezvousChannel();

  /** Opens a publisher that asks the machine for its status. */
  public K35_StatusPublisher(Supplier<String> machine) {
    this.machine = machine;
    Thread.ofVirtual().name("publisher").start(this::publish);
  }

  /** Where the page receives. */
  public Source<String> statuses() {
    return statuses;
  }

  private void publish() {
    try {
      while (true) {
        String status = machine.get();
        if (!selectOrClosed(over.receiveClause(), statuses.sendClause(status, () -> true))
            .equals(true)) {
          return;
        }
      }
    } catch (RuntimeException | Error e) {
      statuses.error(e);
    } catch (InterruptedException e) {
      statuses.done();
    }
  }

  /** Ends the publisher. */
  @Override
  public void close() {
    over.doneOrClosed();
  }
}
