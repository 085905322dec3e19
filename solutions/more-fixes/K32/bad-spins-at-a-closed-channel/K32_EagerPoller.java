// Tempting: select() over the end and the labels. What it returns is a label, or the flag is set.
// Rejected as wrong: or the packers have closed their channel for today. Then select() returns at
// once, every time, and the processor is as hot as before.
package select;

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
  private final Channel<String> over = Channel.newRendezvousChannel();
  private final Source<String> labels;
  private final Consumer<String> printer;
  private volatile boolean closed;

  /** Opens a poller that takes labels from the channel and prints them. */
  public K32_EagerPoller(Source<String> labels, Consumer<String> printer) {
    this.labels = labels;
    this.printer = printer;
    Thread.ofVirtual().name("poller").start(this::poll);
  }

  private void poll() {
    try {
      while (!closed) {
        if (selectOrClosed(over.receiveClause(), labels.receiveClause()) instanceof String label) {
          printer.accept(label);
        }
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** Ends the poller. */
  @Override
  public void close() {
    closed = true;
    over.doneOrClosed();
  }
}
