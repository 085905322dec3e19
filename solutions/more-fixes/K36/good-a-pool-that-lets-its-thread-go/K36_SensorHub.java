// Also good: a pool of one thread, which owns the loop. Whoever tells the hub something puts it
// into its queue and gives the pool a round to do; a closed one drops them. With nothing to show
// the thread sleeps, and after a quiet minute there is none.
package select;

import static java.util.concurrent.TimeUnit.MINUTES;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
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
  private final Queue<String> alarms = new ConcurrentLinkedQueue<>();
  private final Queue<String> readings = new ArrayBlockingQueue<>(100);
  private final ThreadPoolExecutor hub =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          MINUTES,
          new LinkedBlockingQueue<>(),
          Thread.ofVirtual().name("hub").factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private final Consumer<String> board;
  private volatile boolean closed;

  /** Opens a hub that puts on the board what it is told. */
  public K36_SensorHub(Consumer<String> board) {
    this.board = board;
  }

  /** Raises an alarm. */
  public void alarm(String alarm) throws InterruptedException {
    if (!closed) {
      alarms.add(alarm);
      hub.execute(this::showNext);
    }
  }

  /** Reports a reading. Tells whether the hub has taken it. */
  public boolean report(String reading) throws InterruptedException {
    if (closed || !readings.offer(reading)) {
      return false;
    }
    hub.execute(this::showNext);
    return true;
  }

  /** There is a round for each thing, so there is something to show in each. */
  private void showNext() {
    if (closed) {
      return;
    }
    String news = alarms.poll();
    board.accept(news == null ? readings.remove() : news);
  }

  /** Ends the hub. */
  @Override
  public void close() {
    closed = true;
    hub.shutdown();
    hub.getQueue().clear();
  }
}
