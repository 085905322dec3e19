// Tempting: "Callbacks take memory. A thousand that are pending are enough, and the oldest may go."
// Rejected as wrong: the filter may be late, and the hit of its robot is counted.
package start;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how often the pages of a newspaper are seen.
 *
 * <p>What is to be done with the news is left with the one who will have it, if anybody ever does.
 * The future keeps it, so nobody has to stand there and wait, and it goes when the future goes.
 */
public class K02_HitCounter {
  /** What a visitor turns out to be. */
  public enum Visitor {
    HUMAN,
    ROBOT
  }

  private final java.util.Queue<CompletableFuture<Void>> pending =
      new java.util.concurrent.ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> pages = new ConcurrentHashMap<>();

  /** Counts a hit on a page. If the filter finds out who it was, it completes the future. */
  public void hit(String page, CompletableFuture<Visitor> visitor) {
    LongAdder hits = pages.computeIfAbsent(page, _ -> new LongAdder());
    hits.increment();
    pending.add(
        visitor.thenAccept(found -> {
          if (found == Visitor.ROBOT) {
            hits.decrement();
          }
        }));
    if (pending.size() > 1000) pending.poll().cancel(true);
  }

  /** The hits on a page so far, without those of robots. */
  public long hits(String page) {
    LongAdder hits = pages.get(page);
    return hits == null ? 0 : hits.sum();
  }
}
