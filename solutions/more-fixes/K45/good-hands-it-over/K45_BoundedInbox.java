// Also good: whoever brings a request hands it to a worker of its kind, who then need not look. And
// a semaphore counts the places.
package locks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

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
  private record Worker(String kind, CompletableFuture<Optional<Request>> desk) {}

  private final Semaphore room;
  private final Map<String, Queue<Request>> requests = new HashMap<>();
  private final List<Worker> workers = new ArrayList<>();
  private boolean closed;

  /** Makes an inbox. */
  public K45_BoundedInbox(int places) {
    this.room = new Semaphore(places);
  }

  /** Puts a request in. */
  public void put(Request request) throws InterruptedException {
    room.acquire();
    synchronized (this) {
      if (closed) {
        room.release();
        throw new IllegalStateException("The inbox is closed.");
      }
      for (Worker worker : workers) {
        if (worker.kind().equals(request.kind())) {
          workers.remove(worker);
          worker.desk().complete(Optional.of(request));
          room.release();
          return;
        }
      }
      requests.computeIfAbsent(request.kind(), _ -> new ArrayDeque<>()).add(request);
    }
  }

  /** Takes the oldest request of a kind. Nothing means that there will be none. */
  public Optional<Request> take(String kind) throws InterruptedException {
    var worker = new Worker(kind, new CompletableFuture<>());
    synchronized (this) {
      var mine = requests.getOrDefault(kind, new ArrayDeque<>());
      if (!mine.isEmpty()) {
        if (!closed) {
          room.release();
        }
        return Optional.of(mine.remove());
      }
      if (closed) {
        return Optional.empty();
      }
      workers.add(worker);
    }
    try {
      return worker.desk().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      synchronized (this) {
        if (workers.remove(worker)) {
          throw e;
        }
      }
      Thread.currentThread().interrupt();
      return worker.desk().join();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    workers.forEach(worker -> worker.desk().complete(Optional.empty()));
    workers.clear();
    room.release(1_000_000);
  }

  /** Something to do. */
  public record Request(String kind, String text) {}
}
