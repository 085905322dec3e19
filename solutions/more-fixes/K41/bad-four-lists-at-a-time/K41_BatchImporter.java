// Tempting: whoever stores a part counts down, however it went. And the database is spared: no more
// than four lists are imported at a time, the others wait for their turn on a thread that costs
// nothing.
// Rejected as wrong: many lists can be imported at the same time. Here four suppliers whose parts
// are slow hold up all others.
package locks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Imports the price lists of suppliers into the catalog of a shop.
 *
 * <p>A price list comes in parts, and each part is stored by a thread of its own. When all parts
 * are in, the list is published: from then on customers pay the new prices.
 *
 * <p>In production: now and then a supplier sends a part that nobody can read. Then the import
 * fails, as it should, and somebody writes an e-mail. After a month there are as many threads as
 * there were e-mails.
 *
 * <p>What an importer promises:
 *
 * <ul>
 *   <li>{@link #start} does not wait. The parts are stored side by side, each once.
 *   <li>A list is published once, when every part is stored. Then the result is the number of
 *       parts.
 *   <li>If a part can't be stored, the import fails at once, with the exception of that part, and
 *       the list is never published. What becomes of the other parts does not matter.
 *   <li>When an import is over, soon none of its threads is left.
 *   <li>Many lists can be imported at the same time.
 * </ul>
 */
public class K41_BatchImporter {
  private final Catalog catalog;
  private final Semaphore lists = new Semaphore(4);

  /** Makes an importer for a catalog. */
  public K41_BatchImporter(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Starts to import a list. */
  public CompletableFuture<Integer> start(List<String> parts) {
    var result = new CompletableFuture<Integer>();
    Thread.ofVirtual().name("publisher").start(() -> run(parts, result));
    return result;
  }

  private void run(List<String> parts, CompletableFuture<Integer> result) {
    lists.acquireUninterruptibly();
    try {
      var missing = new CountDownLatch(parts.size());
      for (String part : parts) {
        Thread.ofVirtual().name("part").start(() -> store(part, missing, result));
      }
      missing.await();
      if (!result.isDone()) {
        catalog.publish(parts);
        result.complete(parts.size());
      }
    } catch (Throwable e) {
      result.completeExceptionally(e);
    } finally {
      lists.release();
    }
  }

  private void store(String part, CountDownLatch missing, CompletableFuture<Integer> result) {
    try {
      catalog.store(part);
    } catch (Throwable e) {
      result.completeExceptionally(e);
    } finally {
      missing.countDown();
    }
  }

  /** Where the prices are kept. */
  public interface Catalog {
    /** Stores a part, or throws if it can't be read. */
    void store(String part) throws Exception;

    /** Makes the prices of a list valid. */
    void publish(List<String> parts);
  }
}
