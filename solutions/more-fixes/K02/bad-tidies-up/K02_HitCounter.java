// Tempting: Whoever asks for the number tidies up: it ends the threads that wait, and from then on
// looks at their visitors by itself.
// Rejected as leaking: a hit needs nobody who asks. Until somebody does, its thread is there.
package start;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Queue<Hit> open = new ConcurrentLinkedQueue<>();

  /** Counts a hit on a page. If the filter finds out who it was, it completes the future. */
  public void hit(String page, CompletableFuture<Visitor> visitor) {
    LongAdder hits = pages.computeIfAbsent(page, _ -> new LongAdder());
    hits.increment();
    open.add(new Hit(hits, visitor));
  }

  private void tidyUp() {
    open.removeIf(hit -> {
      hit.thread.interrupt();
      return hit.isSettled();
    });
  }

  /** The hits on a page so far, without those of robots. */
  public long hits(String page) {
    tidyUp();
    LongAdder hits = pages.get(page);
    return hits == null ? 0 : hits.sum();
  }

  /** A hit that the filter may still say something about. */
  private static final class Hit {
    private final LongAdder hits;
    private final CompletableFuture<Visitor> visitor;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Thread thread;

    Hit(LongAdder hits, CompletableFuture<Visitor> visitor) {
      this.hits = hits;
      this.visitor = visitor;
      thread = Thread.ofVirtual().name("hit").start(this::await);
    }

    private void await() {
      try {
        visitor.get();
      } catch (ExecutionException | CancellationException e) {
        // The filter is broken. In doubt, the visitor is a human.
      } catch (InterruptedException e) {
        return; // Somebody has asked for the number, and looks from now on.
      }
      isSettled();
    }

    boolean isSettled() {
      if (visitor.isDone() && settled.compareAndSet(false, true) && isRobot()) {
        hits.decrement();
      }
      return visitor.isDone();
    }

    private boolean isRobot() {
      return visitor.state() == Future.State.SUCCESS && visitor.resultNow() == Visitor.ROBOT;
    }
  }
}
