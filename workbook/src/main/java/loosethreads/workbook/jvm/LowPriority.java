package loosethreads.workbook.jvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a process run on what others leave of the machine, where the system knows {@code nice}: a
 * program that spins on every core must not keep whoever started it from answering, or from ending.
 */
public final class LowPriority {
  private static final Path NICE = Path.of("/usr/bin/nice");

  /** With this, a process gets about a tenth of what a usual one gets that wants the same core. */
  private static final String BY = "10";

  private LowPriority() {}

  /** The same command with a low priority. The process is the same one, too. */
  public static List<String> of(List<String> command) {
    if (!Files.isExecutable(NICE)) {
      return command;
    }
    List<String> nice = new ArrayList<>(List.of(NICE.toString(), "-n", BY));
    nice.addAll(command);
    return nice;
  }
}
