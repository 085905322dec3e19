// Tempting: Count the senders, collect() among them. It counts itself off when there are no more
// calls, and also if the exchange throws.
// Rejected as leaking: it may throw an Error. Then nobody counts collect() off, the channel is
// never closed, and the board waits for ever.
package channels;

import com.softwaremill.jox.Channel;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Collects the results of an election night.
 *
 * <p>The districts call in, when they like and many at a time, and read out one polling station
 * after the other. All of it goes to one board, which shows a line at a time. So each call has a
 * thread that listens, and one thread has the board.
 *
 * <p>In production: this is not about one night in four years. There is always an election
 * somewhere, and the same process collects them all, 40 a week. It has one thread for each election
 * since it was started, and nobody knows what for.
 *
 * <p>What a collector promises:
 *
 * <ul>
 *   <li>{@link #collect} takes each call as it comes, and returns when there will be no more calls.
 *       It does not wait for the results. If taking the calls fails, the caller gets that
 *       exception, and the calls that were taken go on.
 *   <li>Every result gets to the board, those of a call in the order in which they were read. The
 *       board has one at a time, and never throws. A slow district does not hold up the others.
 *   <li>A call may break off by throwing. What was read until then counts.
 *   <li>When the last call is over and the board has everything, soon nothing goes on any more.
 * </ul>
 */
public class K24_FanInCollector {
  private final Consumer<String> board;

  /** Makes a collector that writes to this board. */
  public K24_FanInCollector(Consumer<String> board) {
    this.board = board;
  }

  /** Collects what is read out in the calls. */
  public void collect(Iterable<Iterator<String>> calls) {
    Channel<String> results = Channel.newRendezvousChannel();
    Thread.ofVirtual().name("board").start(() -> write(results));
    // We count, too: as long as calls come in, there may be more results.
    AtomicInteger senders = new AtomicInteger(1);
    try {
      for (Iterator<String> call : calls) {
        senders.incrementAndGet();
        Thread.ofVirtual().name("call").start(() -> listen(call, results, senders));
      }
    } catch (RuntimeException e) {
      oneLess(senders, results);
      throw e;
    }
    oneLess(senders, results);
  }

  private void listen(Iterator<String> call, Channel<String> results, AtomicInteger senders) {
    try {
      while (call.hasNext()) {
        results.send(call.next());
      }
    } catch (RuntimeException e) {
      // The line is dead. We have what was read until then.
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    } finally {
      oneLess(senders, results);
    }
  }

  /** Whoever goes last closes the channel. */
  private static void oneLess(AtomicInteger senders, Channel<String> results) {
    if (senders.decrementAndGet() == 0) {
      results.done();
    }
  }

  private void write(Channel<String> results) {
    try {
      results.forEach(board);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
