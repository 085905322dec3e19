// Tempting: One future for all that can become of it: the last one out completes it, and whoever
// fails at the desk does so with the exception.
// Rejected as wrong: an Error is no RuntimeException. The thread is gone, its agency is not counted
// off, and the caller waits for good.
package select;

import com.softwaremill.jox.Source;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
    Merging merging = new Merging();
    Thread one = Thread.ofVirtual().name("big").start(() -> merging.read(big));
    Thread other = Thread.ofVirtual().name("small").start(() -> merging.read(small));
    try {
      return merging.outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The desk takes no more.", e.getCause());
    } finally {
      merging.outcome.cancel(false);
      one.interrupt();
      other.interrupt();
    }
  }

  private final class Merging {
    final CompletableFuture<Integer> outcome = new CompletableFuture<>();
    private final ReentrantLock atTheDesk = new ReentrantLock();
    private int headlines;
    private int open = 2;

    void read(Source<String> feed) {
      try {
        while (feed.receiveOrClosed() instanceof String headline) {
          bring(headline);
        }
        leave();
      } catch (InterruptedException | RuntimeException e) {
        outcome.completeExceptionally(e);
      }
    }

    private void bring(String headline) throws InterruptedException {
      atTheDesk.lockInterruptibly();
      try {
        if (!outcome.isDone()) {
          desk.accept(headline);
          headlines++;
        }
      } finally {
        atTheDesk.unlock();
      }
    }

    private void leave() throws InterruptedException {
      atTheDesk.lockInterruptibly();
      try {
        open--;
        if (open == 0) {
          outcome.complete(headlines);
        }
      } finally {
        atTheDesk.unlock();
      }
    }
  }
}
