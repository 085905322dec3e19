// Tempting: A callback needs no thread. And a robot that is known already need not be counted at
// all.
// Rejected as wrong: if the filter broke before the hit, join() throws it out of hit(), and a hit
// that should stand is not counted.
package start;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how often the pages of a newspaper are seen.
 *
 * <p>The more hits, the dearer an advertisement on that page. But some visitors are robots, and for
 * those nobody pays. So a filter keeps an eye on each visitor. When it is sure that one is a robot,
 * it says so, and the hit is taken back. That may be hours later; about most visitors it never says
 * a word.
 *
 * <p>In production: every bill was right so far. The dashboard shows 31 threads, today as in
 * spring. And still the process needs two more gigabytes each day, until it is restarted at night.
 *
 * <p>What a counter promises:
 *
 * <ul>
 *   <li>{@link #hit} counts at once and does not wait for the filter.
 *   <li>A hit of a robot is taken back, however late the filter finds out. Any other hit stands,
 *       also if the filter breaks.
 *   <li>A counter has no {@code close}, and needs none: a hit that nobody says anything about
 *       leaves no thread behind.
 * </ul>
 */
public class K02_HitCounter {
  /** What a visitor turns out to be. */
  public enum Visitor {
    HUMAN,
    ROBOT
  }

  private final Map<String, LongAdder> pages = new ConcurrentHashMap<>();

  /** Counts a hit on a page. If the filter finds out who it was, it completes the future. */
  public void hit(String page, CompletableFuture<Visitor> visitor) {
    if (visitor.isDone() && visitor.join() == Visitor.ROBOT) {
      return;
    }
    LongAdder hits = pages.computeIfAbsent(page, _ -> new LongAdder());
    hits.increment();
    visitor.thenAccept(who -> {
      if (who == Visitor.ROBOT) {
        hits.decrement();
      }
    });
  }

  /** The hits on a page so far, without those of robots. */
  public long hits(String page) {
    LongAdder hits = pages.get(page);
    return hits == null ? 0 : hits.sum();
  }
}
