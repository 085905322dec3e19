// Tempting: The send is a clause beside the way out. What is caught was in order before.
// Rejected as wrong: a machine can fail with an Error. The publisher dies of it without a word,
// and the page waits for the next status, for ever.
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
  private final Channel<String> over = Channel.newRendezvousChannel();
  private final Supplier<String> machine;

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
      while (send(machine.get())) {}
      statuses.done();
    } catch (InterruptedException e) {
      statuses.done();
    } catch (RuntimeException e) {
      statuses.error(e);
    }
  }

  /** Sends a status. Tells whether the publisher is still open. */
  private boolean send(String status) throws InterruptedException {
    return selectOrClosed(over.receiveClause(), statuses.sendClause(status, () -> true))
        .equals(true);
  }

  /** Ends the publisher. */
  @Override
  public void close() {
    over.doneOrClosed();
  }
}
