// Tempting: join() knows who failed, and the scope ends whoever is left.
// Rejected as wrong: it only asks them to end, and close() waits until they have. While one does
// not listen, nobody hears of the one that failed.
package locks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.StructuredTaskScope;

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
    Thread.ofVirtual().name("publisher").start(() -> publish(parts, result));
    return result;
  }

  private void publish(List<String> parts, CompletableFuture<Integer> result) {
    try {
      storeAll(parts);
      catalog.publish(parts);
      result.complete(parts.size());
    } catch (StructuredTaskScope.FailedException e) {
      result.completeExceptionally(e.getCause());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private void storeAll(List<String> parts) throws InterruptedException {
    try (var scope = StructuredTaskScope.open()) {
      for (String part : parts) {
        scope.fork(() -> {
          catalog.store(part);
          return part;
        });
      }
      scope.join();
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
