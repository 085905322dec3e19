// Tempting: A thread for each agency, and a lock at the desk. The caller waits for both, one after
// the other, and ends them however it leaves.
// Rejected as wrong: it waits for the big one first. When the desk fails at a headline of the small
// one, nobody hears of it before midnight.
package select;

import com.softwaremill.jox.Source;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Brings the headlines of two news agencies to one desk.
 *
 * <p>Each agency sends its headlines through a channel of its own, and closes it when it has no
 * more for today. The small agency goes home at six, the big one at midnight. On Sundays it is the
 * other way round.
 *
 * <p>In production: on weekdays at six, one processor of the server goes up to full load, and stays
 * there until midnight. On Sundays it does so, too. But then the desk gets no headline any more
 * either, and at midnight it does not stop.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>The desk gets every headline of both agencies, those of each in their order, one at a time,
 *       and as they come: a quiet agency does not hold up the other.
 *   <li>{@link #merge} returns when both have closed, and tells how many headlines there were.
 *   <li>While no headline comes, it sleeps.
 *   <li>Who interrupts it gets an {@code InterruptedException}, and nothing of it goes on. A
 *       headline that is under way just then may be lost. It is the same if the desk throws: the
 *       caller gets its exception, or one that it caused.
 * </ul>
 */
public class K33_TwoFeeds {
  private final Consumer<String> desk;

  /** Brings headlines to the desk. */
  public K33_TwoFeeds(Consumer<String> desk) {
    this.desk = desk;
  }

  /** Brings all headlines of two agencies to the desk. */
  public int merge(Source<String> big, Source<String> small) throws InterruptedException {
    ReentrantLock atTheDesk = new ReentrantLock();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Future<Integer> ofTheBig = threads.submit(() -> read(big, atTheDesk));
      Future<Integer> ofTheSmall = threads.submit(() -> read(small, atTheDesk));
      return ofTheBig.get() + ofTheSmall.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The desk takes no more.", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private int read(Source<String> feed, ReentrantLock atTheDesk) throws InterruptedException {
    int headlines = 0;
    while (feed.receiveOrClosed() instanceof String headline) {
      atTheDesk.lockInterruptibly();
      try {
        desk.accept(headline);
        headlines++;
      } finally {
        atTheDesk.unlock();
      }
    }
    return headlines;
  }
}
