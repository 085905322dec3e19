// Also good: whoever says something says it themselves, under a lock, and returns when it is out.
// The line's own thread only looks whether there was silence for long enough.
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

  private final ReentrantLock speaking = new ReentrantLock(true);
  private final Condition never = speaking.newCondition();
  private final Duration silence;
  private final Consumer<String> line;
  private final Thread heart;
  private volatile boolean closed;
  private long quietSince = System.nanoTime();

  /** Opens a line that is never silent for much longer than told. */
  public K34_Heartbeat(Duration silence, Consumer<String> line) {
    this.silence = silence;
    this.line = line;
    heart = Thread.ofVirtual().name("heart").start(this::beat);
  }

  private void beat() {
    try {
      speaking.lockInterruptibly();
      try {
        while (!closed) {
          long rest = quietSince + silence.toNanos() - System.nanoTime();
          if (rest > 0) {
            never.awaitNanos(rest);
          } else {
            speak(HEARTBEAT);
          }
        }
      } finally {
        speaking.unlock();
      }
    } catch (InterruptedException e) {
      // The line is closed.
    }
  }

  private void speak(String words) {
    try {
      line.accept(words);
    } finally {
      quietSince = System.nanoTime();
    }
  }

  /** Says something over the line. Tells whether the line is still open. */
  public boolean say(String message) throws InterruptedException {
    speaking.lockInterruptibly();
    try {
      if (closed) {
        return false;
      }
      speak(message);
      return true;
    } finally {
      speaking.unlock();
    }
  }

  /** Ends the line. */
  @Override
  public void close() {
    closed = true;
    heart.interrupt();
  }
}
