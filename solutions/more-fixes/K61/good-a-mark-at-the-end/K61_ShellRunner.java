// Also good: a second shell runs the script, and writes a mark behind its last word. So the reader
// need not wait for the end of the pipe. Who is stopped writes no mark; then all who hold the pipe
// are ended, while they are still descendants.
package wild;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.UUID;
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
    String mark = "\n" + UUID.randomUUID() + ":";
    String marking = "/bin/sh -c \"$0\"; printf '" + mark + "%d\\n' $?";
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", marking, script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var result = new FutureTask<>(() -> listen(shell, mark));
    Thread.ofVirtual().name("script").start(result);
    return new Run(shell, result);
  }

  private static Result listen(Process shell, String mark) throws Exception {
    var said = new ByteArrayOutputStream();
    try (InputStream pipe = shell.getInputStream()) {
      byte[] some = new byte[100_000];
      for (int n = pipe.read(some); n >= 0; n = pipe.read(some)) {
        said.write(some, 0, n);
        String all = said.toString(UTF_8);
        int end = all.lastIndexOf(mark);
        int line = all.indexOf('\n', end + mark.length());
        if (end >= 0 && line >= 0) {
          int exit = Integer.parseInt(all.substring(end + mark.length(), line));
          return new Result(exit, all.substring(0, end));
        }
      }
    }
    return new Result(shell.waitFor(), said.toString(UTF_8));
  }

  /** A script that was started. */
  public record Run(Process shell, Future<Result> result) {
    /** Ends the shell. If it has ended, nothing happens. */
    public void stop() {
      var all = shell.descendants().toList();
      shell.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** How a script ended, and what it said. */
  public record Result(int exit, String said) {}
}
