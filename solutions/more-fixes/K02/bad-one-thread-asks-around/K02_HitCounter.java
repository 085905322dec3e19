// Tempting: One thread for all hits asks around, again and again. One thread is nothing.
// Rejected as leaking: nothing ends that one either. It asks about millions of visitors, for ever,
// and gets slower with each.
package start;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

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

  private static final Queue<Hit> open = new ConcurrentLinkedQueue<>();

  static {
    Thread.ofVirtual().name("asks around").start(K02_HitCounter::askAround);
  }

  private final Map<String, LongAdder> pages = new ConcurrentHashMap<>();

  /** Counts a hit on a page. If the filter finds out who it was, it completes the future. */
  public void hit(String page, CompletableFuture<Visitor> visitor) {
    LongAdder hits = pages.computeIfAbsent(page, _ -> new LongAdder());
    hits.increment();
    open.add(new Hit(visitor, hits));
  }

  private static void askAround() {
    while (true) {
      open.removeIf(K02_HitCounter::isSettled);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static boolean isSettled(Hit hit) {
    CompletableFuture<Visitor> visitor = hit.visitor();
    if (visitor.isDone()
        && !visitor.isCompletedExceptionally()
        && visitor.join() == Visitor.ROBOT) {
      hit.hits().decrement();
    }
    return visitor.isDone();
  }

  /** The hits on a page so far, without those of robots. */
  public long hits(String page) {
    LongAdder hits = pages.get(page);
    return hits == null ? 0 : hits.sum();
  }

  private record Hit(CompletableFuture<Visitor> visitor, LongAdder hits) {}
}
