// Also good: an executor that owns thread and queue. Once shut down, it turns visitors away by
// itself, with an exception of its own.
package start;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private final ExecutorService greeter =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("greeter").factory());
  private final Consumer<String> screen;

  /** Opens a greeter that writes to the screen. */
  public K01_Greeter(Consumer<String> screen) {
    this.screen = screen;
  }

  /** Puts a visitor in line. On a closed greeter, the executor throws. */
  public void welcome(String name) {
    greeter.execute(() -> screen.accept("Hello, " + name + "!"));
  }

  /** Ends the greeter. */
  @Override
  public void close() {
    greeter.shutdownNow();
  }
}
