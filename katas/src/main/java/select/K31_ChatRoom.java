package select;

import static com.softwaremill.jox.Select.select;

import com.softwaremill.jox.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A chat room on a support page.
 *
 * <p>Each room has a host: a thread that lets guests in and repeats to all of them what one of them
 * says. Only the host touches the list of guests, so there is no lock anywhere. When the support
 * case is solved, the room is closed.
 *
 * <p>In production: after a month there are 9,000 hosts, though there were never more than 50 open
 * cases. Each of them still holds its guests, and each guest a connection to a browser.
 *
 * <p>What a room promises:
 *
 * <ul>
 *   <li>{@link #join} and {@link #say} wait until the host has a hand free, and are {@code true}.
 *       Then it is a promise: everybody who is in will get what was said, in the order it was said.
 *       In a closed room they are {@code false}.
 *   <li>Guests are called by the host, one at a time. A guest that throws is shown out.
 *   <li>{@link #close} ends the room, also for those who wait to join it or to say something. It
 *       may be called twice, and it does not wait for a slow guest.
 *   <li>A host with nothing to do sleeps.
 * </ul>
 */
public class K31_ChatRoom implements AutoCloseable {
  private final Channel<Consumer<String>> doorbell = Channel.newRendezvousChannel();
  private final Channel<String> messages = Channel.newRendezvousChannel();
  private final List<Consumer<String>> guests = new ArrayList<>();
  private volatile boolean closed;

  /** Opens a room. */
  public K31_ChatRoom() {
    Thread.ofVirtual().name("host").start(this::host);
  }

  private void host() {
    try {
      while (true) {
        // TODO Two ways to get work, and no way out.
        Runnable work =
            select(
                doorbell.receiveClause(guest -> () -> guests.add(guest)),
                messages.receiveClause(message -> () -> tellAll(message)));
        work.run();
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private void tellAll(String message) {
    guests.removeIf(guest -> !tell(guest, message));
  }

  private static boolean tell(Consumer<String> guest, String message) {
    try {
      guest.accept(message);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** Lets a guest in. Tells whether the room is still open. */
  public boolean join(Consumer<String> guest) throws InterruptedException {
    return handTo(doorbell, guest);
  }

  /** Says something to everybody. Tells whether the room is still open. */
  public boolean say(String message) throws InterruptedException {
    return handTo(messages, message);
  }

  private <T> boolean handTo(Channel<T> channel, T what) throws InterruptedException {
    if (closed) {
      return false;
    }
    // TODO And if the room is closed while we wait here?
    channel.send(what);
    return true;
  }

  /** Closes the room. */
  @Override
  public void close() {
    closed = true;
    // TODO Who hears of it?
  }
}
