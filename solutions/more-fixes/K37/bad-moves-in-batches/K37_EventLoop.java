// Tempting: one monitor, and the table takes all moves that wait at once: one lock for a whole
// round of them. In between it waits until it is not paused and there is something to do.
// Rejected as wrong: a table that is closed at the first move of a batch runs all the others that
// it has taken. Those that wait are not to be run any more, and it does not end soon.
package select;

import java.util.ArrayList;
import java.util.List;

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
  private List<Runnable> moves = new ArrayList<>();
  private boolean paused;
  private boolean closed;

  /** Opens a table. */
  public K37_EventLoop() {
    Thread.ofVirtual().name("table").start(this::loop);
  }

  private void loop() {
    try {
      for (var batch = next(); !batch.isEmpty(); batch = next()) {
        batch.forEach(K37_EventLoop::run);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** All moves that may be made now; none if the table is closed. */
  private synchronized List<Runnable> next() throws InterruptedException {
    while (!closed && (paused || moves.isEmpty())) {
      wait();
    }
    if (closed) {
      return List.of();
    }
    var batch = moves;
    moves = new ArrayList<>();
    return batch;
  }

  private static void run(Runnable move) {
    try {
      move.run();
    } catch (Throwable e) {
      // Against the rules. The players see to that.
    }
  }

  /** Makes a move. Tells whether the table is still open. */
  public synchronized boolean play(Runnable move) {
    if (closed) {
      return false;
    }
    moves.add(move);
    notifyAll();
    return true;
  }

  /** Keeps moves waiting. */
  public synchronized void pause() {
    paused = true;
  }

  /** Lets moves be made again. */
  public synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Ends the table. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
