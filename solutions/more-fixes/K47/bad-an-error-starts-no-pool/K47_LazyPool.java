// Tempting: the pool is a future from the first job on. Who closes puts the end in its place, and
// closes what was there. If the settings fail, the next job asks again.
// Rejected as wrong: an Error goes past the catch. Nobody completes the future, and all later jobs
// wait for it, and so does close().
package locks;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/**
 * Runs the jobs of a plugin, on some threads of its own.
 *
 * <p>Most plugins never have a job. So the threads are started with the first one, and only then
 * are the settings asked how many there shall be. They are on another machine, and take a while.
 *
 * <p>In production: plugins are installed, replaced and removed, and the log says that each closed
 * its pool. Still, some threads are left whose plugin has been gone for weeks. It happens on days
 * when plugins are replaced right after the start.
 *
 * <p>What a pool promises:
 *
 * <ul>
 *   <li>Nothing is started and nobody is asked before the first job comes. With later jobs the
 *       settings are not asked again, unless they failed: then their exception is what the caller
 *       gets.
 *   <li>Jobs run side by side, on as many threads as the settings say. A job can bring other jobs.
 *   <li>{@link #close} waits for the jobs that were taken. It may wait for the settings, too, in
 *       one go, however long they take. Who comes later gets a {@link RejectedExecutionException}.
 *       A job that comes while the pool is being closed is either done or refused.
 *   <li>When the pool is closed and its last job is done, soon none of its threads is left.
 * </ul>
 */
public class K47_LazyPool implements Executor, AutoCloseable {
  private static final CompletableFuture<ExecutorService> CLOSED = new CompletableFuture<>();

  private final IntSupplier settings;
  private final AtomicReference<CompletableFuture<ExecutorService>> pool = new AtomicReference<>();

  /** Makes a pool. The settings know how many threads it shall have. */
  public K47_LazyPool(IntSupplier settings) {
    this.settings = settings;
  }

  /** Takes a job, or refuses it. */
  @Override
  public void execute(Runnable job) {
    var mine = new CompletableFuture<ExecutorService>();
    var first = pool.compareAndExchange(null, mine);
    if (first == CLOSED) {
      throw new RejectedExecutionException("closed");
    }
    if (first == null) {
      start(mine);
      first = mine;
    }
    started(first).execute(job);
  }

  private void start(CompletableFuture<ExecutorService> mine) {
    try {
      mine.complete(Executors.newFixedThreadPool(settings.getAsInt()));
    } catch (RuntimeException e) {
      pool.compareAndSet(mine, null);
      mine.completeExceptionally(e);
    }
  }

  private static ExecutorService started(CompletableFuture<ExecutorService> starting) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Closes the pool. To close it again does nothing. */
  @Override
  public void close() {
    var starting = pool.getAndSet(CLOSED);
    if (starting != null && starting != CLOSED) {
      starting
          .handle((started, _) -> Optional.ofNullable(started))
          .join()
          .ifPresent(ExecutorService::close);
    }
  }
}
