// Tempting: The board counts. Each call tells it when it is over, and collect() tells it, as the
// last thing, how many calls there were.
// Rejected as wrong: to tell the board one has to wait for it. When it is busy with a result,
// collect() waits for that, and for those who came before.
package channels;

import com.softwaremill.jox.Channel;
import java.util.Iterator;
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

  private sealed interface Item {}

  private record Result(String text) implements Item {}

  private record CallIsOver() implements Item {}

  private record NoMoreCalls(int taken) implements Item {}

  /** Collects what is read out in the calls. */
  public void collect(Iterable<Iterator<String>> calls) {
    Channel<Item> items = Channel.newRendezvousChannel();
    Thread.ofVirtual().name("board").start(() -> write(items));
    int taken = 0;
    try {
      for (Iterator<String> call : calls) {
        Thread.ofVirtual().name("call").start(() -> listen(call, items));
        taken++;
      }
    } finally {
      tell(items, new NoMoreCalls(taken));
    }
  }

  private static void listen(Iterator<String> call, Channel<Item> items) {
    try {
      while (call.hasNext()) {
        tell(items, new Result(call.next()));
      }
    } catch (RuntimeException e) {
      // The line is dead. We have what was read until then.
    } finally {
      tell(items, new CallIsOver());
    }
  }

  private static void tell(Channel<Item> items, Item item) {
    try {
      items.send(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Channel<Item> items) {
    try {
      int over = 0;
      int taken = Integer.MAX_VALUE;
      while (over < taken) {
        switch (items.receive()) {
          case Result(String text) -> board.accept(text);
          case CallIsOver _ -> over++;
          case NoMoreCalls(int all) -> taken = all;
        }
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
