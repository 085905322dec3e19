package context;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Keeps the price of a share on a screen.
 *
 * <p>It takes two: {@code close()} sends the message, and the loop listens to it. The interrupt
 * wakes the sleeper, and the flag that it leaves is what the loop looks at. A sleep that is
 * interrupted takes that flag down, so {@code pause()} puts it up again.
 */
public class K11_PriceTicker implements AutoCloseable {
  private final IntSupplier exchange;
  private final Duration interval;
  private final Thread ticker;
  private volatile IntConsumer screen;

  /** Starts a ticker that puts a price on the screen, in cents, once in an interval. */
  public K11_PriceTicker(IntSupplier exchange, Duration interval, IntConsumer screen) {
    this.exchange = exchange;
    this.interval = interval;
    this.screen = screen;
    ticker = Thread.ofVirtual().name("ticker").start(this::run);
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
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
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the ticker. */
  @Override
  public void close() {
    screen = price -> {};
    ticker.interrupt();
  }
}
