package loosethreads.benchmarks.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Whether a process still runs. {@link ProcessHandle#isAlive} also counts one that has ended, until
 * its parent asks how. If the parent is gone, that is up to the system, and may take a second.
 */
public final class Running {
  /** See proc_pid_stat(5): zombie, and dead. */
  private static final Set<Character> ENDED = Set.of('Z', 'X');

  private Running() {}

  /** Whether the process has threads and memory, as far as this system tells. */
  public static boolean is(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return !ENDED.contains(stat.charAt(stat.lastIndexOf(')') + 2)) && process.isAlive();
    } catch (IOException e) {
      // It is gone, or this is no Linux.
      return process.isAlive();
    }
  }
}
