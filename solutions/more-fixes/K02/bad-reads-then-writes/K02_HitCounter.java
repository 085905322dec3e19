// Tempting: A map from each page to its number, and a callback. Every hit reads the number and
// writes the next one; a map for several threads is made for that.
// Rejected as wrong: each of the two is safe, but between them others read the same number. Two
// robots that are found at a time are taken back as one.
package start;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

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

  private final Map<String, Long> pages = new ConcurrentHashMap<>();

  /** Counts a hit on a page. If the filter finds out who it was, it completes the future. */
  public void hit(String page, CompletableFuture<Visitor> visitor) {
    pages.merge(page, 1L, Long::sum);
    visitor.thenAccept(found -> {
      if (found == Visitor.ROBOT) {
        pages.put(page, pages.get(page) - 1);
      }
    });
  }

  /** The hits on a page so far, without those of robots. */
  public long hits(String page) {
    return pages.getOrDefault(page, 0L);
  }
}
