// Tempting: one monitor, and the hub takes at once all that is there: alarms if there are any, else
// the readings. That is one lock for a hundred readings, and it looks at the end in between.
// Rejected as wrong: an alarm that comes while a batch of readings is being shown waits for the
// rest of them.
package select;

import java.util.ArrayList;
import java.util.List;
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
  private static final int ROOM = 100;

  private final Consumer<String> board;
  private List<String> alarms = new ArrayList<>();
  private List<String> readings = new ArrayList<>();
  private boolean closed;

  /** Opens a hub that puts on the board what it is told. */
  public K36_SensorHub(Consumer<String> board) {
    this.board = board;
    Thread.ofVirtual().name("hub").start(this::watch);
  }

  /** Raises an alarm. */
  public synchronized void alarm(String alarm) {
    alarms.add(alarm);
    notifyAll();
  }

  /** Reports a reading. Tells whether the hub has taken it. */
  public synchronized boolean report(String reading) {
    notifyAll();
    return readings.size() < ROOM && readings.add(reading);
  }

  private void watch() {
    try {
      for (var batch = next(); !batch.isEmpty(); batch = next()) {
        batch.forEach(board);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** What is to be shown next, or nothing if the hub is closed. */
  private synchronized List<String> next() throws InterruptedException {
    while (!closed && alarms.isEmpty() && readings.isEmpty()) {
      wait();
    }
    List<String> batch = List.of();
    if (!closed && !alarms.isEmpty()) {
      batch = alarms;
      alarms = new ArrayList<>();
    } else if (!closed) {
      batch = readings;
      readings = new ArrayList<>();
    }
    return batch;
  }

  /** Ends the hub. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
