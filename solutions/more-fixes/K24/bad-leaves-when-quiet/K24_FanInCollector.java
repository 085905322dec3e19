// Tempting: No result for a second, from no district? Then the night is over.
// Rejected as wrong: the big cities count for hours. When they call, the board is gone.
package channels;

import static com.softwaremill.jox.Select.selectWithin;

import com.softwaremill.jox.Channel;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
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
    for (Iterator<String> call : calls) {
      Thread.ofVirtual().name("call").start(() -> listen(call, results));
    }
  }

  private void listen(Iterator<String> call, Channel<String> results) {
    try {
      while (call.hasNext()) {
        results.send(call.next());
      }
    } catch (RuntimeException e) {
      // The line is dead. We have what was read until then.
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private void write(Channel<String> results) {
    try {
      while (true) {
        board.accept(selectWithin(Duration.ofSeconds(1), results.receiveClause()));
      }
    } catch (TimeoutException e) {
      results.doneOrClosed();
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
