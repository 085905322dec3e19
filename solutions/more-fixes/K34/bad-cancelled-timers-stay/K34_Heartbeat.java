// Tempting: One clock for the whole line. Each wait sets an alarm and cancels it, and the clock
// goes when the line does.
// Rejected as wrong: a cancelled alarm stays in the clock's queue until its time has come, with all
// it holds. The clock must be told to remove it: setRemoveOnCancelPolicy(true).
package select;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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

  private final Channel<String> messages = Channel.newRendezvousChannel();
  private final Channel<String> over = Channel.newRendezvousChannel();
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final Duration silence;
  private final Consumer<String> line;

  /** Opens a line that is never silent for much longer than told. */
  public K34_Heartbeat(Duration silence, Consumer<String> line) {
    this.silence = silence;
    this.line = line;
    Thread.ofVirtual().name("line").start(this::talk);
  }

  private void talk() {
    try {
      while (next() instanceof String words) {
        line.accept(words);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    } finally {
      clock.shutdownNow();
    }
  }

  private Object next() throws InterruptedException {
    Channel<String> timeIsUp = Channel.newBufferedChannel(1);
    var alarm =
        clock.schedule(
            () -> timeIsUp.sendOrClosed(HEARTBEAT), silence.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return selectOrClosed(
          over.receiveClause(), messages.receiveClause(), timeIsUp.receiveClause());
    } finally {
      alarm.cancel(false);
    }
  }

  /** Says something over the line. Tells whether the line is still open. */
  public boolean say(String message) throws InterruptedException {
    return selectOrClosed(over.receiveClause(), messages.sendClause(message, () -> true))
        .equals(true);
  }

  /** Ends the line. */
  @Override
  public void close() {
    over.doneOrClosed();
  }
}
