// Tempting: a queue with a timed poll, and a note of when something went out last. There is no
// timer to stop, and nobody is woken in vain.
// Rejected as wrong: it notes when a message began to go out. After one that took longer than the
// silence, a heartbeat goes out right away, with no silence in between.
package select;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the line from an elevator to the emergency center open.
 *
 * <p>Everything that an elevator does goes out over this line. On the way there are routers that
 * cut a line on which nothing was said for a while. So when an elevator has stood still for long,
 * it says something all the same: a heartbeat.
 *
 * <p>In production: no line was ever cut. But the computer in the elevator runs out of memory, the
 * busier the house, the sooner. In the hotel by the station it takes three days.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>Messages go out in the order in which they are said, one thing at a time.
 *   <li>When nothing has gone out for the time of silence, a heartbeat does; never before.
 *   <li>{@link #close} ends it soon, with all that belongs to it. It may be called twice. After
 *       that, {@link #say} is {@code false}.
 *   <li>What an open line needs does not depend on how much is said.
 * </ul>
 */
public class K34_Heartbeat implements AutoCloseable {
  /** What goes out when there is nothing to say. */
  public static final String HEARTBEAT = "I am still here.";

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final Thread talking;
  private final Duration silence;
  private final Consumer<String> line;
  private volatile boolean closed;

  /** Opens a line that is never silent for much longer than told. */
  public K34_Heartbeat(Duration silence, Consumer<String> line) {
    this.silence = silence;
    this.line = line;
    talking = Thread.ofVirtual().name("line").start(this::talk);
  }

  private void talk() {
    try {
      long last = System.nanoTime();
      while (!closed) {
        long rest = last + silence.toNanos() - System.nanoTime();
        String message = messages.poll(rest, TimeUnit.NANOSECONDS);
        last = System.nanoTime();
        line.accept(message == null ? HEARTBEAT : message);
      }
    } catch (InterruptedException e) {
      // The line is closed.
    }
  }

  /** Says something over the line. Tells whether the line is still open. */
  public boolean say(String message) {
    return !closed && messages.add(message);
  }

  /** Ends the line. */
  @Override
  public void close() {
    closed = true;
    talking.interrupt();
  }
}
