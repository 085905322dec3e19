// Tempting: A thread that does not sleep needs no waking: it sees the flag at once.
// Rejected as wrong: in between it promised to sleep. Now every open tab keeps a processor busy.
package context;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Keeps the price of a share on a screen.
 *
 * <p>Every browser tab that shows a share gets a ticker of its own. The ticker asks the stock
 * exchange for the price, shows it, sleeps for a while, and asks again. When the tab goes away, the
 * server closes the ticker.
 *
 * <p>In production: the exchange complains. It counts 4,000 questions a second from a server with
 * 30 open tabs, and the number grows from morning to evening. Nobody sees a wrong price anywhere.
 *
 * <p>What a ticker promises:
 *
 * <ul>
 *   <li>It asks at once, then again after each interval. In between it sleeps.
 *   <li>If the exchange fails, it skips that price and asks again after the interval.
 *   <li>{@link #close} ends it soon, not only when the next price is due. A price that is under way
 *       just then may be lost. It may be called twice.
 * </ul>
 */
public class K11_PriceTicker implements AutoCloseable {
  private final IntSupplier exchange;
  private final Duration interval;
  private volatile IntConsumer screen;
  private volatile boolean closed;

  /** Starts a ticker that puts a price on the screen, in cents, once in an interval. */
  public K11_PriceTicker(IntSupplier exchange, Duration interval, IntConsumer screen) {
    this.exchange = exchange;
    this.interval = interval;
    this.screen = screen;
    Thread.ofVirtual().name("ticker").start(this::run);
  }

  private void run() {
    while (!closed) {
      showPrice();
      pause();
    }
  }

  private void showPrice() {
    try {
      screen.accept(exchange.getAsInt());
    } catch (RuntimeException e) {
      // The exchange is down now and then. The next price is never far.
    }
  }

  private void pause() {
    long due = System.nanoTime() + interval.toNanos();
    while (!closed && System.nanoTime() < due) {
      Thread.onSpinWait();
    }
  }

  /** Ends the ticker. */
  @Override
  public void close() {
    screen = price -> {};
    closed = true;
  }
}
