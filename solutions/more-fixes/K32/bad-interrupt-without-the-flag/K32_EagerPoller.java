// Tempting: With an interrupt the flag is not needed any more.
// Rejected as wrong: an operation that need not wait takes no notice of an interrupt. It prints
// what it has not taken yet, too.
package select;

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
      while (true) {
        printer.accept(labels.receive());
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** Ends the poller. */
  @Override
  public void close() {
    poller.interrupt();
  }
}
