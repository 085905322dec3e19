package start;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Greets the visitors of an exhibition by name.
 *
 * <p>The greeter waits where an interrupt can wake it, and ends when one does. What was missing is
 * somebody who keeps the thread, and interrupts it.
 */
public class K01_Greeter implements AutoCloseable {
  private final BlockingQueue<String> visitors = new LinkedBlockingQueue<>();
  private final Consumer<String> screen;
  private final Thread greeter;
  private volatile boolean closed;

  /** Opens a greeter that writes to the screen. */
  public K01_Greeter(Consumer<String> screen) {
    this.screen = screen;
    greeter = Thread.ofVirtual().name("greeter").start(this::greet);
  }

  /** Puts a visitor in line. */
  public void welcome(String name) {
    if (closed) {
      throw new IllegalStateException("This stand is closed.");
    }
    visitors.add(name);
  }

  private void greet() {
    try {
      while (true) {
        String name = visitors.take();
        screen.accept("Hello, " + name + "!");
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** Ends the greeter. */
  @Override
  public void close() {
    closed = true;
    greeter.interrupt();
  }
}
