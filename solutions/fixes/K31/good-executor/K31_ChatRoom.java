// Also good: an executor with a single thread is the host. After shutdown() it does what is
// promised, and takes no more.
package select;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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
  private final ExecutorService host =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("host").factory());
  private final List<Consumer<String>> guests = new ArrayList<>();

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
  public boolean join(Consumer<String> guest) {
    return post(() -> guests.add(guest));
  }

  /** Says something to everybody. Tells whether the room is still open. */
  public boolean say(String message) {
    return post(() -> tellAll(message));
  }

  private boolean post(Runnable work) {
    try {
      host.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Closes the room. */
  @Override
  public void close() {
    host.shutdown();
  }
}
