// Tempting: A thread for each agency, and a latch that tells when both are done. Simple, and it
// sleeps well.
// Rejected as wrong: who is interrupted leaves at the latch. The two threads stay, and bring
// headlines to a desk where nobody sits.
package select;

import com.softwaremill.jox.Source;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
 *       headline that is under way just then may be lost.
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
    var headlines = new AtomicInteger();
    var closed = new CountDownLatch(2);
    var failure = new AtomicReference<Throwable>();
    for (Source<String> feed : List.of(big, small)) {
      Thread.ofVirtual().name("feed").start(() -> bringAll(feed, headlines, closed, failure));
    }
    closed.await();
    if (failure.get() != null) {
      throw new IllegalStateException("The desk takes no more.", failure.get());
    }
    return headlines.get();
  }

  private void bringAll(
      Source<String> feed,
      AtomicInteger headlines,
      CountDownLatch closed,
      AtomicReference<Throwable> failure) {
    try {
      feed.forEach(headline -> {
        synchronized (this) {
          desk.accept(headline);
        }
        headlines.incrementAndGet();
      });
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    } catch (RuntimeException | Error e) {
      failure.set(e);
      closed.countDown();
    } finally {
      closed.countDown();
    }
  }
}
