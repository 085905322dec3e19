// Tempting: a way out for the select. And close() waits until the poller has ended: then whoever
// closed it can rely on that.
// Rejected as leaking: if the printer itself closes the poller, on the poller's thread, that waits
// for its own end.
package select;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Source;
import java.util.function.Consumer;

/**
 * Prints the labels of a warehouse's parcels.
 *
 * <p>A default clause is for those who have something else to do. The poller has not: it waits for
 * a label or for its end, whichever comes first, and to wait for both is what select is for. The
 * end is a channel that never carries a value, and that close() closes.
 */
public class K32_EagerPoller implements AutoCloseable {
  private final Channel<String> over = Channel.newRendezvousChannel();
  private final Source<String> labels;
  private final Consumer<String> printer;
  private final Thread poller;

  /** Opens a poller that takes labels from the channel and prints them. */
  public K32_EagerPoller(Source<String> labels, Consumer<String> printer) {
    this.labels = labels;
    this.printer = printer;
    poller = Thread.ofVirtual().name("poller").start(this::poll);
  }

  private void poll() {
    try {
      while (selectOrClosed(over.receiveClause(), labels.receiveClause()) instanceof String label) {
        printer.accept(label);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** Ends the poller. */
  @Override
  public void close() {
    over.doneOrClosed();
    try {
      poller.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
