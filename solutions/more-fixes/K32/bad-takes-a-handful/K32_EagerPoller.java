// Tempting: It waits with a way out. And when there are more labels, it takes a handful at once and
// looks at the flag between two of them, so that it ends soon.
// Rejected as wrong: what is in its hand is out of the channel. When it is closed in between,
// nobody ever prints the rest.
package select;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.select;
import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      while (selectOrClosed(over.receiveClause(), labels.receiveClause()) instanceof String label) {
        printer.accept(label);
        printMore();
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private void printMore() throws InterruptedException {
    if (closed) {
      return;
    }
    for (String label : handful()) {
      if (closed) {
        return;
      }
      printer.accept(label);
    }
  }

  /** What else there is, without waiting for it. */
  private List<String> handful() throws InterruptedException {
    List<String> handful = new ArrayList<>();
    var label = next();
    while (label.isPresent()) {
      handful.add(label.get());
      label = handful.size() < 10 ? next() : Optional.empty();
    }
    return handful;
  }

  private Optional<String> next() throws InterruptedException {
    return select(
        labels.<Optional<String>>receiveClause(Optional::of),
        defaultClause(Optional.<String>empty()));
  }

  /** Ends the poller. */
  @Override
  public void close() {
    closed = true;
    over.doneOrClosed();
  }
}
