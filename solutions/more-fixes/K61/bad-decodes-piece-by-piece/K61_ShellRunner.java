// Tempting: read what is there, again and again, until the shell has ended. Each piece is made into
// text as it comes.
// Rejected as wrong: a piece may end in the middle of a letter. Neither half of it can be read.
package wild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Runs the scripts that look after a server.
 *
 * <p>Each script has a shell of its own. What it says is sent by mail when it is over, with its
 * exit value.
 *
 * <p>In production: all went well until the script that makes the backup was told to name each
 * file. Since then it sends no mail. In the morning its shell is still there, halfway through the
 * list. It uses no processor and writes to no disk. In the runner, somebody waits for it. There is
 * one more of both for each night.
 *
 * <p>What a runner promises:
 *
 * <ul>
 *   <li>{@link #start} does not wait. Scripts run side by side, in the folder of the runner.
 *   <li>A run is over when its shell has ended. The result is the exit value of the shell, and all
 *       that was said by then, normal output and errors, in the order in which it was said.
 *   <li>A script may leave something running in the background, a server for example. The run does
 *       not wait for it. What becomes of it, and of what it says, does not matter.
 *   <li>{@link Run#stop} ends the shell, whatever it does, and then the run is over soon. What its
 *       result is does not matter.
 *   <li>When a run is over, soon nothing is left of it: no thread, no file.
 * </ul>
 */
public class K61_ShellRunner {
  private final Path folder;

  /** Makes a runner of scripts that work in a folder. */
  public K61_ShellRunner(Path folder) {
    this.folder = folder;
  }

  /** Starts a script. */
  public Run start(String script) throws IOException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var result = new FutureTask<>(() -> listen(shell));
    Thread.ofVirtual().name("script").start(result);
    return new Run(shell, result);
  }

  private static Result listen(Process shell) throws Exception {
    InputStream pipe = shell.getInputStream();
    var said = new StringBuilder();
    boolean over = false;
    while (!over) {
      // In this order: what was said before the end is there after the end.
      boolean ended = shell.waitFor(10, MILLISECONDS);
      said.append(new String(pipe.readNBytes(pipe.available()), UTF_8));
      over = ended;
    }
    pipe.close();
    return new Result(shell.exitValue(), said.toString());
  }

  /** A script that was started. */
  public record Run(Process shell, Future<Result> result) {
    /** Ends the shell. If it has ended, nothing happens. */
    public void stop() {
      shell.destroyForcibly();
    }
  }

  /** How a script ended, and what it said. */
  public record Result(int exit, String said) {}
}
