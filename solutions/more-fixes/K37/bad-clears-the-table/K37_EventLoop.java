// Tempting: Take all moves away in close(). Then the table has nothing to do any more, and stops.
// Rejected as leaking: with nothing to do it waits. That is what take() is for.
package select;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

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
  private enum Command {
    PAUSE,
    RESUME,
    QUIT
  }

  private final BlockingQueue<Runnable> moves = new LinkedBlockingQueue<>();
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** Opens a table. */
  public K37_EventLoop() {
    Thread.ofVirtual().name("table").start(this::loop);
  }

  private void loop() {
    try {
      while (true) {
        Runnable move = moves.take();
        if (!obey()) {
          return;
        }
        run(move);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  /** Does what the referee says. Tells whether the game goes on. */
  private boolean obey() throws InterruptedException {
    Command command = commands.poll();
    while (command != null && command != Command.QUIT) {
      command = command == Command.PAUSE ? commands.take() : commands.poll();
    }
    return command == null;
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
    commands.add(Command.PAUSE);
  }

  /** Lets moves be made again. */
  public void resume() {
    commands.add(Command.RESUME);
  }

  /** Ends the table. */
  @Override
  public void close() {
    closed = true;
    commands.add(Command.QUIT);
    moves.clear();
  }
}
