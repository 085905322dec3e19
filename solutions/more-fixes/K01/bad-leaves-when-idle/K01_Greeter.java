// Tempting: Nobody for a second? Then the day is over, and the greeter can go home by itself.
// Rejected as wrong: a quiet hour ends the greeter, and the visitor after it gets no greeting.
package start;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Greets the visitors of an exhibition by name.
 *
 * <p>Every stand has a screen. In the morning it opens a greeter; the ticket scanner at the
 * entrance hands in the name of each visitor, and the greeter puts a greeting on the screen. In the
 * evening the stand closes its greeter and switches the screen off.
 *
 * <p>In production: one server looks after all stands and is never restarted. After a few weeks
 * somebody takes a thread dump of it, looking for something else. There are 40 stands, and 1,400
 * threads that wait for a visitor.
 *
 * <p>What a greeter promises:
 *
 * <ul>
 *   <li>Visitors are greeted in the order in which they came, however long the pause between them.
 *   <li>{@link #welcome} never waits for the screen. On a closed greeter it throws.
 *   <li>{@link #close} ends the greeter, whether or not anybody ever came. It may be called twice.
 *       Who has not been greeted by then need not be greeted any more.
 * </ul>
 */
public class K01_Greeter implements AutoCloseable {
  private final BlockingQueue<String> visitors = new LinkedBlockingQueue<>();
  private final Consumer<String> screen;
  private volatile boolean closed;

  /** Opens a greeter that writes to the screen. */
  public K01_Greeter(Consumer<String> screen) {
    this.screen = screen;
    Thread.ofVirtual().name("greeter").start(this::greet);
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
        String name = visitors.poll(1, TimeUnit.SECONDS);
        if (name == null) {
          return;
        }
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
  }
}
