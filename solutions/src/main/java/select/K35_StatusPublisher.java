package select;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Source;
import java.util.function.Supplier;

/**
 * Shows on a web page what a washing machine is doing.
 *
 * <p>To send is to wait, too: for somebody who receives. So the send is a clause among others, and
 * the way out stands beside it. The publisher is the only one who sends, so it is the publisher who
 * closes the channel, when it has left its loop.
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
    } catch (Throwable e) {
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
