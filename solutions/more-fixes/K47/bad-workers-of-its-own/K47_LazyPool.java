// Tempting: a few threads and a queue, all behind one lock. close() puts a last job for each thread
// behind the others, and joins them without the lock.
// Rejected as wrong: a job that throws takes its thread with it. After a few of them there are none
// left, and jobs that were taken are never done.
package locks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
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
  private static final Runnable END = () -> {};

  private final IntSupplier settings;
  private final BlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
  private final List<Thread> workers = new ArrayList<>();
  private boolean closed;

  /** Makes a pool. The settings know how many threads it shall have. */
  public K47_LazyPool(IntSupplier settings) {
    this.settings = settings;
  }

  /** Takes a job, or refuses it. */
  @Override
  public synchronized void execute(Runnable job) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    if (workers.isEmpty()) {
      int threads = settings.getAsInt();
      for (int i = 0; i < threads; i++) {
        workers.add(Thread.ofPlatform().name("worker").start(this::work));
      }
    }
    jobs.add(job);
  }

  private void work() {
    try {
      for (Runnable job = jobs.take(); job != END; job = jobs.take()) {
        job.run();
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private synchronized List<Thread> end() {
    if (!closed) {
      closed = true;
      workers.forEach(_ -> jobs.add(END));
    }
    return List.copyOf(workers);
  }

  /** Closes the pool. To close it again does nothing. */
  @Override
  public void close() {
    try {
      for (Thread worker : end()) {
        worker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
