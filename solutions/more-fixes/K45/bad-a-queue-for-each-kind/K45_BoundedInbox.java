// Tempting: a blocking queue for each kind knows itself whom to wake.
// Rejected as wrong: each has as many places as all of them should have together. And nothing ends
// those who wait.
package locks;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Keeps requests until the worker for their kind takes them. All kinds share its places.
 *
 * <p>In production: with one kind of request it was fine. Now there are more, and sometimes a
 * request lies there while its worker sleeps beside it. The next one often gets them going again.
 * When the service is shut down, some threads stay.
 *
 * <p>What an inbox promises:
 *
 * <ul>
 *   <li>{@link #put} waits for a place, {@link #take} for a request of that kind, and no longer.
 *       Whoever waits sleeps, and is not woken time and again.
 *   <li>Each request is taken once; those of a kind in the order in which they were put in.
 *   <li>Whoever is interrupted while waiting has put or taken nothing.
 *   <li>After {@link #close} nobody waits. What is left can be taken, and then there is nothing. To
 *       put something in is an {@code IllegalStateException}.
 * </ul>
 */
public class K45_BoundedInbox implements AutoCloseable {
  private final Map<String, BlockingQueue<Request>> queues = new ConcurrentHashMap<>();
  private final int places;
  private volatile boolean closed;

  /** Makes an inbox. */
  public K45_BoundedInbox(int places) {
    this.places = places;
  }

  /** Puts a request in. */
  public void put(Request request) throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("The inbox is closed.");
    }
    queue(request.kind()).put(request);
  }

  private BlockingQueue<Request> queue(String kind) {
    return queues.computeIfAbsent(kind, _ -> new LinkedBlockingQueue<>(places));
  }

  /** Takes the oldest request of a kind. Nothing means that there will be none. */
  public Optional<Request> take(String kind) throws InterruptedException {
    var queue = queue(kind);
    return closed ? Optional.ofNullable(queue.poll()) : Optional.of(queue.take());
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Something to do. */
  public record Request(String kind, String text) {}
}
