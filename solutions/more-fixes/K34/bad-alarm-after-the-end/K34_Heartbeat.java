// Tempting: messages go out in the thread of who says them, and start the alarm anew. close()
// stops the alarm.
// Rejected as leaking: a message that goes out when the line is closed starts an alarm afterwards,
// and nobody stops that one. In the end there is even a heartbeat on a closed line.
package select;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

  private final Lock lock = new ReentrantLock(true);
  private final Duration silence;
  private final Consumer<String> line;
  private volatile Thread alarm;
  private volatile boolean closed;

  /** Opens a line that is never silent for much longer than told. */
  public K34_Heartbeat(Duration silence, Consumer<String> line) {
    this.silence = silence;
    this.line = line;
    alarm = Thread.ofVirtual().name("alarm").start(this::beat);
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(silence);
        lock.lockInterruptibly();
        try {
          line.accept(HEARTBEAT);
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      // Something was said, or the line is closed.
    }
  }

  /** Says something over the line. Tells whether the line is still open. */
  public boolean say(String message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        return false;
      }
      alarm.interrupt();
      line.accept(message);
      alarm = Thread.ofVirtual().name("alarm").start(this::beat);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the line. */
  @Override
  public void close() {
    closed = true;
    alarm.interrupt();
  }
}
