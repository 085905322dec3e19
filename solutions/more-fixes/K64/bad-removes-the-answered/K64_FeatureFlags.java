// Tempting: a list of those who wait, and who has an answer is taken off.
// Rejected as wrong: those who leave have no answer, and stay on the list. They are the ones it is
// about.
package wild;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks which features of a shop are on.
 *
 * <p>A feature may be on for some visitors only, so a server is asked for each of them. When the
 * shop closes for an update, nobody waits for that server any longer.
 *
 * <p>In production: on days when the server is slow, visitors do not wait for it. They leave, and
 * their questions are cancelled. On the evening of such a day the heap is full, and it does not get
 * better when the server is quick again. There are as many threads as ever. The heap is full of the
 * baskets of visitors who left hours ago. An update helps.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>{@link #isOn} does not wait, and costs no thread.
 *   <li>The answer is that of the server, however long it takes. If the server fails, so does the
 *       answer.
 *   <li>When the shop closes, whoever has no answer gets one at once: only the staff see what is
 *       new.
 *   <li>Who does not want the answer any more cancels it. Other visitors do not notice.
 *   <li>Soon after an answer is there, or was cancelled, nothing is left of it: neither the future
 *       that says when the shop closes nor anything in here holds a visitor, or what the server
 *       gave.
 * </ul>
 */
public class K64_FeatureFlags {
  private final Server server;
  private final CompletableFuture<Void> closing;
  private final Map<CompletableFuture<Boolean>, Visitor> waiting = new ConcurrentHashMap<>();

  /**
   * Makes the flags of a shop.
   *
   * @param closing is completed when the shop closes, and belongs to the shop
   */
  public K64_FeatureFlags(Server server, CompletableFuture<Void> closing) {
    this.server = server;
    this.closing = closing;
    // The only dependent that closing ever has.
    closing.thenRun(this::close);
  }

  /** Tells whether a feature is on for a visitor. */
  public CompletableFuture<Boolean> isOn(String feature, Visitor visitor) {
    CompletableFuture<Boolean> answer = server.ask(feature, visitor.name());
    var result = new CompletableFuture<Boolean>();
    waiting.put(result, visitor);
    answer.whenComplete((on, failure) -> {
      waiting.remove(result);
      if (failure == null) {
        result.complete(on);
      } else {
        result.completeExceptionally(failure);
      }
    });
    if (closing.isDone()) {
      result.complete(visitor.isStaff());
    }
    return result;
  }

  private void close() {
    waiting.forEach((result, visitor) -> result.complete(visitor.isStaff()));
  }

  /** Knows who sees what. */
  public interface Server {
    /** Asks. The future is a new one for each question, and may never be completed. */
    CompletableFuture<Boolean> ask(String feature, String visitor);
  }

  /** Who looks at the shop, with a basket that may be heavy. */
  public record Visitor(String name, boolean isStaff, List<byte[]> basket) {}
}
