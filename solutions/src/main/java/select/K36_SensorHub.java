package select;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.select;
import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import java.util.function.Consumer;

/**
 * Watches over a road tunnel.
 *
 * <p>jox looks at the clauses in their order and takes the first that is ready. So the order is a
 * ranking, and what stands last is looked at only when nothing else is to be done. The way out
 * comes first: it is ready once, and after that nothing else matters.
 */
public class K36_SensorHub implements AutoCloseable {
  private final Channel<String> alarms = Channel.newUnlimitedChannel();
  private final Channel<String> readings = Channel.newBufferedChannel(100);
  private final Channel<String> over = Channel.newRendezvousChannel();
  private final Consumer<String> board;

  /** Opens a hub that puts on the board what it is told. */
  public K36_SensorHub(Consumer<String> board) {
    this.board = board;
    Thread.ofVirtual().name("hub").start(this::watch);
  }

  /** Raises an alarm. */
  public void alarm(String alarm) throws InterruptedException {
    alarms.send(alarm);
  }

  /** Reports a reading. Tells whether the hub has taken it. */
  public boolean report(String reading) throws InterruptedException {
    return select(readings.sendClause(reading, () -> true), defaultClause(false));
  }

  private void watch() {
    try {
      while (next() instanceof String news) {
        board.accept(news);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private Object next() throws InterruptedException {
    return selectOrClosed(over.receiveClause(), alarms.receiveClause(), readings.receiveClause());
  }

  /** Ends the hub. */
  @Override
  public void close() {
    over.doneOrClosed();
  }
}
