// Tempting: One queue for all, and the referee goes to the front of it.
// Rejected as wrong: of two that go to the front, the later one stands before the earlier. Pause
// and resume change places.
package select;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

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
  private final BlockingDeque<Runnable> line = new LinkedBlockingDeque<>();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private volatile boolean closed;
  private boolean paused;

  /** Opens a table. */
  public K37_EventLoop() {
    Thread.ofVirtual().name("table").start(this::loop);
  }

  private void loop() {
    try {
      while (!closed) {
        line.take().run();
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private void make(Runnable move) {
    if (paused) {
      waiting.add(move);
    } else if (!closed) {
      run(move);
    }
  }

  private void goOn() {
    paused = false;
    while (!waiting.isEmpty()) {
      run(waiting.remove());
    }
  }

  private static void run(Runnable move) {
    try {
      move.run();
    } catch (RuntimeException e) {
      // Against the rules. The players see to that.
    }
  }

  /** Makes a move. Tells whether the table is still open. */
  public boolean play(Runnable move) {
    return !closed && line.add(() -> make(move));
  }

  /** Keeps moves waiting. */
  public void pause() {
    line.addFirst(() -> paused = true);
  }

  /** Lets moves be made again. */
  public void resume() {
    line.addFirst(this::goOn);
  }

  /** Ends the table. */
  @Override
  public void close() {
    closed = true;
    line.addFirst(() -> {});
  }
}
