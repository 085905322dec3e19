// Tempting: A reader for each agency, one queue for both. An agency that has closed puts an empty
// headline into it, once, and is not asked again. No select, no closed channel.
// Rejected as wrong: what ends the stream must be nothing that can be in it. Now an agency that
// sends an empty headline is taken for closed.
package select;

import com.softwaremill.jox.Source;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
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
  private static final String CLOSED = "";

  private final Consumer<String> desk;

  /** Brings headlines to the desk. */
  public K33_TwoFeeds(Consumer<String> desk) {
    this.desk = desk;
  }

  /** Brings all headlines of two agencies to the desk. */
  public int merge(Source<String> big, Source<String> small) throws InterruptedException {
    BlockingQueue<String> queue = new SynchronousQueue<>();
    List<Thread> readers =
        List.of(big, small).stream()
            .map(feed -> Thread.ofVirtual().name("reader").start(() -> read(feed, queue)))
            .toList();
    try {
      int headlines = 0;
      int open = 2;
      while (open > 0) {
        String next = queue.take();
        if (next.equals(CLOSED)) {
          open--;
        } else {
          desk.accept(next);
          headlines++;
        }
      }
      return headlines;
    } finally {
      readers.forEach(Thread::interrupt);
    }
  }

  private static void read(Source<String> feed, BlockingQueue<String> queue) {
    try {
      while (feed.receiveOrClosed() instanceof String headline) {
        queue.put(headline);
      }
      queue.put(CLOSED);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
