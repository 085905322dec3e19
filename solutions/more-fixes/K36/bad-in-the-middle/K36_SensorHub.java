// Tempting: Alarms are the most important thing in a tunnel. Right after them comes the end, then
// the readings.
// Rejected as wrong: a defect detector raises an alarm each millisecond, and that is the hub which
// has to be closed.
package select;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.select;
import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import java.util.function.Consumer;

/**
 * Watches over a road tunnel.
 *
 * <p>In a tunnel there are fire detectors, and sensors that count cars. All of them tell the
 * tunnel's hub, and the hub puts it on the board in the control room: alarms first. When the tunnel
 * is inspected, its hub is closed, and a new one is opened afterwards.
 *
 * <p>In production: all went well until the new sensors came, which report each car. Since then,
 * inspections are done at three in the morning. In the daytime one can close the hub as often as
 * one likes, and the board goes on.
 *
 * <p>What a hub promises:
 *
 * <ul>
 *   <li>Alarms are never lost, and go before all readings that are not on the board yet. Readings
 *       come in their order.
 *   <li>Sensors do not wait and get no exception, not even from a closed hub. If the hub has a
 *       hundred readings to show, it does not take another.
 *   <li>{@link #close} ends the hub soon, however much comes in. It may be called twice, and it
 *       does not wait for the board. What is not on the board by then need not come there any more.
 *   <li>With nothing to show, a hub sleeps.
 * </ul>
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
    return selectOrClosed(alarms.receiveClause(), over.receiveClause(), readings.receiveClause());
  }

  /** Ends the hub. */
  @Override
  public void close() {
    over.doneOrClosed();
  }
}
