// Tempting: whether the line is closed is looked up first, before anybody waits for anything. The
// rest is a lock, and a thread that looks at the clock when it is time.
// Rejected as wrong: who waits for the busy line when it is closed has looked already. Their
// messages go out over a closed line, however many they are.
package select;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
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

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition quiet = lock.newCondition();
  private final Duration silence;
  private final Consumer<String> line;
  private final Thread heart;
  private long silentSince = System.nanoTime();
  private volatile boolean closed;

  /** Opens a line that is never silent for much longer than told. */
  public K34_Heartbeat(Duration silence, Consumer<String> line) {
    this.silence = silence;
    this.line = line;
    heart = Thread.ofVirtual().name("heart").start(this::beat);
  }

  private void beat() {
    lock.lock();
    try {
      while (!closed) {
        long left = silence.toNanos() - (System.nanoTime() - silentSince);
        if (left > 0) {
          quiet.awaitNanos(left);
        } else {
          line.accept(HEARTBEAT);
          silentSince = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      // The line is closed.
    } finally {
      lock.unlock();
    }
  }

  /** Says something over the line. Tells whether the line is still open. */
  public boolean say(String message) throws InterruptedException {
    if (closed) {
      return false;
    }
    lock.lockInterruptibly();
    try {
      line.accept(message);
      silentSince = System.nanoTime();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the line. */
  @Override
  public void close() {
    closed = true;
    heart.interrupt();
  }
}
