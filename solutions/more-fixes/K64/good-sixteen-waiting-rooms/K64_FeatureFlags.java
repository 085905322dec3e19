// Also good: sixteen waiting rooms, so that those who come hardly ever wait for each other at a
// door. Each room is a dependent of closing, once, and whoever waits no longer is in none of them.
package wild;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

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
  private final List<Map<CompletableFuture<Boolean>, Visitor>> rooms =
      Stream.generate(() -> Collections.synchronizedMap(newRoom())).limit(16).toList();

  /**
   * Makes the flags of a shop.
   *
   * @param closing is completed when the shop closes, and belongs to the shop
   */
  public K64_FeatureFlags(Server server, CompletableFuture<Void> closing) {
    this.server = server;
    this.closing = closing;
    // The only dependents that closing ever has.
    rooms.forEach(room -> closing.thenRun(() -> close(room)));
  }

  /** Tells whether a feature is on for a visitor. */
  public CompletableFuture<Boolean> isOn(String feature, Visitor visitor) {
    CompletableFuture<Boolean> answer = server.ask(feature, visitor.name());
    var result = new CompletableFuture<Boolean>();
    var room = rooms.get(ThreadLocalRandom.current().nextInt(rooms.size()));
    room.put(result, visitor);
    result.whenComplete((_, _) -> room.remove(result));
    answer.whenComplete((on, failure) -> {
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

  private static void close(Map<CompletableFuture<Boolean>, Visitor> room) {
    List<Map.Entry<CompletableFuture<Boolean>, Visitor>> waiting;
    synchronized (room) {
      waiting = room.entrySet().stream().map(Map.Entry::copyOf).toList();
    }
    waiting.forEach(each -> each.getKey().complete(each.getValue().isStaff()));
  }

  private static Map<CompletableFuture<Boolean>, Visitor> newRoom() {
    return new IdentityHashMap<>();
  }

  /** Knows who sees what. */
  public interface Server {
    /** Asks. The future is a new one for each question, and may never be completed. */
    CompletableFuture<Boolean> ask(String feature, String visitor);
  }

  /** Who looks at the shop, with a basket that may be heavy. */
  public record Visitor(String name, boolean isStaff, List<byte[]> basket) {}
}
