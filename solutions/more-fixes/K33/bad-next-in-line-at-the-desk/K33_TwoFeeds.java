// Tempting: a reader for each agency. A monitor sees to it that the desk gets one headline at a
// time, a future carries the result, and in the end both readers are interrupted.
// Rejected as wrong: an interrupt does not wake who waits for a monitor. The reader that is next
// in line brings its headline to the desk when merge() is over.
package select;

import com.softwaremill.jox.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
    var result = new CompletableFuture<Integer>();
    var headlines = new AtomicInteger();
    var open = new AtomicInteger(2);
    List<Thread> readers =
        List.of(
            Thread.ofVirtual().name("reader").start(() -> read(big, headlines, open, result)),
            Thread.ofVirtual().name("reader").start(() -> read(small, headlines, open, result)));
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The desk failed.", e.getCause());
    } finally {
      readers.forEach(Thread::interrupt);
    }
  }

  private void read(
      Source<String> agency,
      AtomicInteger headlines,
      AtomicInteger open,
      CompletableFuture<Integer> result) {
    try {
      while (agency.receiveOrClosed() instanceof String headline) {
        synchronized (this) {
          desk.accept(headline);
          headlines.incrementAndGet();
        }
      }
      if (open.decrementAndGet() == 0) {
        result.complete(headlines.get());
      }
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }
}
