// Tempting: a request is for one of many kinds, so wake all. A place is for anybody, so wake one.
// Rejected as leaking: on the same condition wait workers, who want no place.
package locks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
  private final ReentrantLock lock = new ReentrantLock();
  // TODO Who waits for this, and for what?
  private final Condition changed = lock.newCondition();
  private final List<Request> requests = new ArrayList<>();
  private final int places;
  private boolean closed;

  /** Makes an inbox. */
  public K45_BoundedInbox(int places) {
    this.places = places;
  }

  /** Puts a request in. */
  public void put(Request request) throws InterruptedException {
    lock.lock();
    try {
      while (requests.size() == places && !closed) {
        changed.await();
      }
      if (closed) {
        throw new IllegalStateException("The inbox is closed.");
      }
      requests.add(request);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest request of a kind. Nothing means that there will be none. */
  public Optional<Request> take(String kind) throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        var oldest = requests.stream().filter(request -> request.kind().equals(kind)).findFirst();
        if (oldest.isPresent()) {
          requests.remove(oldest.get());
          changed.signal();
        }
        if (oldest.isPresent() || closed) {
          return oldest;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Something to do. */
  public record Request(String kind, String text) {}
}
