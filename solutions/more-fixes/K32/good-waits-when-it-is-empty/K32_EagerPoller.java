// Also good: a default clause that is used for what it is for. It tells when the channel is empty;
// then the poller waits.
package select;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Source;
import java.util.function.Consumer;

/**
 * Prints the labels of a warehouse's parcels.
 *
 * <p>Packers put the labels they need into a channel. At each label printer sits a small computer
 * without a fan; a poller on it takes the next label and prints it. When a printer runs out of
 * paper, its poller is closed, and the others get the labels. Later a new one is opened.
 *
 * <p>In production: nobody complains. Labels come at once, and closing works, too. But in summer
 * the small computers switch themselves off, one after the other, by the shelves where least is
 * packed. It was the heat, they say.
 *
 * <p>What a poller promises:
 *
 * <ul>
 *   <li>Labels are printed in the order they come in, one at a time.
 *   <li>With nothing to print it sleeps, and a new label wakes it.
 *   <li>{@link #close} ends the poller soon, also when no label comes any more. It may be called
 *       twice, and by the printer, too. A label that it has taken is printed; the others stay for
 *       the next poller.
 * </ul>
 */
public class K32_EagerPoller implements AutoCloseable {
  /** Nothing that packers could send. */
  private static final Object NO_LABEL = new Object();

  private final Source<String> labels;
  private final Consumer<String> printer;
  private final Channel<String> over = Channel.newRendezvousChannel();
  private volatile boolean closed;

  /** Opens a poller that takes labels from the channel and prints them. */
  public K32_EagerPoller(Source<String> labels, Consumer<String> printer) {
    this.labels = labels;
    this.printer = printer;
    Thread.ofVirtual().name("poller").start(this::poll);
  }

  private void poll() {
    try {
      while (!closed && next() instanceof String label) {
        printer.accept(label);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private Object next() throws InterruptedException {
    Object next = selectOrClosed(labels.receiveClause(), defaultClause(NO_LABEL));
    return next == NO_LABEL ? selectOrClosed(over.receiveClause(), labels.receiveClause()) : next;
  }

  /** Ends the poller. */
  @Override
  public void close() {
    closed = true;
    over.doneOrClosed();
  }
}
