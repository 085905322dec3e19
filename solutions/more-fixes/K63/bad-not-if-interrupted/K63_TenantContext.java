// Tempting: a thread that was interrupted is about to end, and takes its tenant with it.
// Rejected as wrong: a worker does not end by that. It takes the next request.
package wild;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Serves the requests of many companies with a few workers, and knows for which one a worker works.
 *
 * <p>A company is a tenant: it has prices and colors of its own. Code far down asks the context
 * whose request this is, so that nobody has to hand the tenant from method to method. Some requests
 * belong to no tenant: a page where people sign in, for example.
 *
 * <p>In production: at night nobody works, and the heap is as full as at noon. There are as many
 * threads as ever, all of them idle. The heap is full of prices, also of a company that has not
 * been a customer since last week. And somebody has sent a picture: the page to sign in, in the
 * colors of another company.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>{@link #serve} does not wait. Its future tells what became of the request.
 *   <li>As long as a request runs, {@link #current} tells its tenant: this one, and no other. A
 *       request without a tenant finds none.
 *   <li>{@link #as} works for another tenant, and afterwards for the one before.
 *   <li>The same few workers serve all requests. They stay until the context is closed, which waits
 *       for the requests that it has taken.
 *   <li>Soon after a request is over, however it ended, nothing in here holds its tenant.
 * </ul>
 */
public class K63_TenantContext implements AutoCloseable {
  private final ThreadLocal<Tenant> current = new ThreadLocal<>();
  private final ExecutorService workers;

  /** Makes a context with so many workers. */
  public K63_TenantContext(int workers) {
    this.workers = Executors.newFixedThreadPool(workers);
  }

  /** Has a worker serve a request of a tenant. */
  public <T> Future<T> serve(Tenant tenant, Callable<T> request) {
    return workers.submit(() -> {
      current.set(tenant);
      try {
        return request.call();
      } finally {
        if (!Thread.currentThread().isInterrupted()) {
          current.remove();
        }
      }
    });
  }

  /** Has a worker serve a request that belongs to no tenant. */
  public <T> Future<T> serve(Callable<T> request) {
    return workers.submit(request);
  }

  /** Works for another tenant, on the caller's thread. */
  public <T> T as(Tenant tenant, Callable<T> work) throws Exception {
    Tenant before = current.get();
    current.set(tenant);
    try {
      return work.call();
    } finally {
      current.set(before);
    }
  }

  /** Tells for which tenant the caller works, if it works for one. */
  public Optional<Tenant> current() {
    return Optional.ofNullable(current.get());
  }

  /** Ends the workers, when they have served what was taken. */
  @Override
  public void close() {
    workers.close();
  }

  /** A company, with prices that may be heavy. */
  public record Tenant(String name, List<byte[]> prices) {}
}
