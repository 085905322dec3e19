// Tempting: a daemon thread does not keep the JVM from ending.
// Rejected as leaking: the server is never ended, and until then the thread is there.
package locks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

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

  /** Makes an importer for a catalog. */
  public K41_BatchImporter(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Starts to import a list. */
  public CompletableFuture<Integer> start(List<String> parts) {
    var result = new CompletableFuture<Integer>();
    var missing = new CountDownLatch(parts.size());
    for (String part : parts) {
      Thread.ofVirtual().name("part").start(() -> store(part, missing, result));
    }
    Thread.ofPlatform().daemon().name("publisher").start(() -> publish(parts, missing, result));
    return result;
  }

  private void store(String part, CountDownLatch missing, CompletableFuture<Integer> result) {
    try {
      catalog.store(part);
      missing.countDown();
    } catch (Throwable e) {
      // TODO The caller hears of it. Who else is waiting to hear how it went?
      result.completeExceptionally(e);
    }
  }

  private void publish(
      List<String> parts, CountDownLatch missing, CompletableFuture<Integer> result) {
    try {
      missing.await();
      catalog.publish(parts);
      result.complete(parts.size());
    } catch (Throwable e) {
      result.completeExceptionally(e);
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
