// Tempting: one copy for all, a stage that needs a boolean only, and that is canceled when the
// answer is there. Nothing heavy is held by anything.
// Rejected as wrong: many light things are heavy. The copy holds all the stages that were
// canceled, and the heap grows as before, only slower.
package wild;

import java.util.List;
import java.util.concurrent.CompletableFuture;

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

  /**
   * Makes the flags of a shop.
   *
   * @param closing is completed when the shop closes, and belongs to the shop
   */
  public K64_FeatureFlags(Server server, CompletableFuture<Void> closing) {
    this.server = server;
    this.closing = closing.copy();
  }

  /** Tells whether a feature is on for a visitor. */
  public CompletableFuture<Boolean> isOn(String feature, Visitor visitor) {
    CompletableFuture<Boolean> answer = server.ask(feature, visitor.name());
    boolean isStaff = visitor.isStaff();
    var standard = closing.thenApply(_ -> isStaff);
    var result = CompletableFuture.anyOf(answer, standard).thenApply(Boolean.class::cast);
    result.whenComplete((_, _) -> standard.cancel(false));
    return result;
  }

  /** Knows who sees what. */
  public interface Server {
    /** Asks. The future is a new one for each question, and may never be completed. */
    CompletableFuture<Boolean> ask(String feature, String visitor);
  }

  /** Who looks at the shop, with a basket that may be heavy. */
  public record Visitor(String name, boolean isStaff, List<byte[]> basket) {}
}
