package select;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs a table of an online card game.
 *
 * <p>There is no select over two queues of the JDK: who waits at one does not hear the other. So
 * whoever says something at the quiet one rings at the busy one, too. What rings is a move that
 * does nothing. It stands last in line, and that is no harm: the table listens to the referee
 * before any move.
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
    moves.add(() -> {});
  }
}
