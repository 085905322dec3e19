package select;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A chat room on a support page.
 *
 * <p>The channel {@code over} never carries a value. It is closed, once, and that is the news:
 * every select that lists it wakes up, the host's and those of all who wait for the host. It is
 * listed first, since jox looks at the clauses in their order.
 */
public class K31_ChatRoom implements AutoCloseable {
  private final Channel<Consumer<String>> doorbell = Channel.newRendezvousChannel();
  private final Channel<String> messages = Channel.newRendezvousChannel();
  private final Channel<Runnable> over = Channel.newRendezvousChannel();
  private final List<Consumer<String>> guests = new ArrayList<>();

  /** Opens a room. */
  public K31_ChatRoom() {
    Thread.ofVirtual().name("host").start(this::host);
  }

  private void host() {
    try {
      while (nextWork() instanceof Runnable work) {
        work.run();
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** What there is to do, or that the room is over. */
  private Object nextWork() throws InterruptedException {
    return selectOrClosed(
        over.receiveClause(),
        doorbell.receiveClause(guest -> () -> guests.add(guest)),
        messages.receiveClause(message -> () -> tellAll(message)));
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
    Object outcome = selectOrClosed(over.receiveClause(), channel.sendClause(what));
    return !(outcome instanceof ChannelClosed);
  }

  /** Closes the room. */
  @Override
  public void close() {
    over.doneOrClosed();
  }
}
