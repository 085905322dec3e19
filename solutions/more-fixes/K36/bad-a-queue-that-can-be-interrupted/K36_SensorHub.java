// Tempting: two queues of the JDK, and a semaphore that counts what is in them. put() is the
// method for a queue that always has room, and alarm() throws InterruptedException anyway.
// Rejected as wrong: put() looks for an interrupt before it puts anything in. A sensor that is
// interrupted just then gets an exception, and its alarm is lost, though there was nothing to wait
// for.
package select;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
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
  private final BlockingQueue<String> alarms = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> readings = new ArrayBlockingQueue<>(100);
  private final Semaphore news = new Semaphore(0);
  private final Consumer<String> board;
  private volatile boolean closed;

  /** Opens a hub that puts on the board what it is told. */
  public K36_SensorHub(Consumer<String> board) {
    this.board = board;
    Thread.ofVirtual().name("hub").start(this::watch);
  }

  /** Raises an alarm. */
  public void alarm(String alarm) throws InterruptedException {
    alarms.put(alarm);
    news.release();
  }

  /** Reports a reading. Tells whether the hub has taken it. */
  public boolean report(String reading) {
    if (!readings.offer(reading)) {
      return false;
    }
    news.release();
    return true;
  }

  private void watch() {
    try {
      while (true) {
        news.acquire();
        if (closed) {
          return;
        }
        String next = alarms.poll();
        if (next == null) {
          next = readings.poll();
        }
        board.accept(next);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** Ends the hub. */
  @Override
  public void close() {
    closed = true;
    news.release();
  }
}
