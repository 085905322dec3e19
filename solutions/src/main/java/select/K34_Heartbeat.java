package select;

import static com.softwaremill.jox.Select.selectOrClosed;
import static com.softwaremill.jox.Select.selectOrClosedWithin;

import com.softwaremill.jox.Channel;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps the line from an elevator to the emergency center open.
 *
 * <p>A select with a timeout starts a timer as well, but it is this select's own: whichever clause
 * wins, the timer is stopped before it returns.
 */
public class K34_Heartbeat implements AutoCloseable {
  /** What goes out when there is nothing to say. */
  public static final String HEARTBEAT = "I am still here.";

  private final Channel<String> messages = Channel.newRendezvousChannel();
  private final Channel<String> over = Channel.newRendezvousChannel();
  private final Duration silence;
  private final Consumer<String> line;

  /** Opens a line that is never silent for much longer than told. */
  public K34_Heartbeat(Duration silence, Consumer<String> line) {
    this.silence = silence;
    this.line = line;
    Thread.ofVirtual().name("line").start(this::talk);
  }

  private void talk() {
    try {
      while (next() instanceof String words) {
        line.accept(words);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private Object next() throws InterruptedException {
    return selectOrClosedWithin(silence, HEARTBEAT, over.receiveClause(), messages.receiveClause());
  }

  /** Says something over the line. Tells whether the line is still open. */
  public boolean say(String message) throws InterruptedException {
    return selectOrClosed(over.receiveClause(), messages.sendClause(message, () -> true))
        .equals(true);
  }

  /** Ends the line. */
  @Override
  public void close() {
    over.doneOrClosed();
  }
}
