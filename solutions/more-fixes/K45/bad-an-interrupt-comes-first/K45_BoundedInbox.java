// Tempting: whoever brings a request hands it to a worker of its kind that waits, and wakes nobody
// else. A worker that is woken looks first whether it was interrupted.
// Rejected as wrong: by then it may have been given a request. Whoever is interrupted while waiting
// has taken nothing, but this request is in nobody's hands and not in the inbox.
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
  private final Condition place = lock.newCondition();
  private final List<Request> requests = new ArrayList<>();
  private final List<Worker> idle = new ArrayList<>();
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
        place.await();
      }
      if (closed) {
        throw new IllegalStateException("The inbox is closed.");
      }
      var worker = idle.stream().filter(each -> each.kind.equals(request.kind())).findFirst();
      if (worker.isPresent()) {
        idle.remove(worker.get());
        worker.get().request = request;
        worker.get().called.signal();
        // The place is still free.
        place.signal();
      } else {
        requests.add(request);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest request of a kind. Nothing means that there will be none. */
  public Optional<Request> take(String kind) throws InterruptedException {
    lock.lock();
    try {
      for (int i = 0; i < requests.size(); i++) {
        if (requests.get(i).kind().equals(kind)) {
          place.signal();
          return Optional.of(requests.remove(i));
        }
      }
      var worker = new Worker(kind, lock.newCondition());
      idle.add(worker);
      try {
        while (worker.request == null && !closed) {
          worker.called.await();
        }
        if (Thread.interrupted()) {
          // Whoever is to end must not begin with something new.
          throw new InterruptedException();
        }
        return Optional.ofNullable(worker.request);
      } finally {
        idle.remove(worker);
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
      place.signalAll();
      idle.forEach(worker -> worker.called.signal());
    } finally {
      lock.unlock();
    }
  }

  /** Somebody who waits for a request, and where it is put. */
  private static final class Worker {
    final String kind;
    final Condition called;
    Request request;

    Worker(String kind, Condition called) {
      this.kind = kind;
      this.called = called;
    }
  }

  /** Something to do. */
  public record Request(String kind, String text) {}
}
