// Tempting: a scheduled executor looks at both queues, a thousand times a second. Its thread is
// idle in between, like that of any pool, and shutdown() ends it.
// Rejected as wrong: it is not let go, it waits to look again. With nothing to do a table was to
// sleep, and this one gets up, and so do thousands of others.
package select;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs a table of an online card game.
 *
 * <p>The moves of the players come in from many threads. The table runs them one after the other,
 * in a thread of its own, so the game needs no lock. The referee does not queue up with the
 * players: a table can be paused, resumed and closed at any time.
 *
 * <p>In production: the server counts 300 tables, and 9,000 threads of tables. Those that were
 * closed in the heat of the game are not among them. But most games end because nobody plays any
 * more.
 *
 * <p>What a table promises:
 *
 * <ul>
 *   <li>Moves are run in their order, one at a time. A move that throws is over; the next one is
 *       run all the same. {@link #play} does not wait.
 *   <li>Moves that come in after {@link #pause} wait for {@link #resume}.
 *   <li>{@link #close} ends the table soon, paused or not. The move under way is run to its end;
 *       those that wait are not run any more. It does not wait for any move, and may be called
 *       twice. After that, {@link #play} is {@code false}.
 *   <li>With nothing to do, a table sleeps until there is something.
 * </ul>
 */
public class K37_EventLoop implements AutoCloseable {
  private final BlockingQueue<Runnable> moves = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean paused;
  private volatile boolean closed;

  /** Opens a table. */
  public K37_EventLoop() {
    clock.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.MILLISECONDS);
  }

  private void look() {
    Runnable move = closed || paused ? null : moves.poll();
    while (move != null) {
      run(move);
      move = closed || paused ? null : moves.poll();
    }
  }

  private static void run(Runnable move) {
    try {
      move.run();
    } catch (RuntimeException | Error e) {
      // Against the rules. The players see to that.
    }
  }

  /** Makes a move. Tells whether the table is still open. */
  public boolean play(Runnable move) {
    return !closed && moves.add(move);
  }

  /** Keeps moves waiting. */
  public void pause() {
    paused = true;
  }

  /** Lets moves be made again. */
  public void resume() {
    paused = false;
  }

  /** Ends the table. */
  @Override
  public void close() {
    closed = true;
    clock.shutdown();
  }
}
