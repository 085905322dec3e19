package loosethreads.leakcheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks Linux which threads of this process are ready to run.
 *
 * <p>A platform thread sets its own Java state when it is back from waiting. Between being woken
 * and being given a core it still says {@code WAITING}; only the kernel knows better.
 */
final class KernelTasks {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path SELF = Path.of("/proc/thread-self");

  /** The JVM's own threads, by the names it gives them: they compile and collect, and wake none. */
  private static final String[] JVM = {
    "C1 CompilerThre",
    "C2 CompilerThre",
    "G1 ",
    "GC Thread#",
    "ParGC Thread",
    "Monitor Deflati",
    "Service Thread",
    "Shenandoah",
    "VM Periodic Tas",
    "VM Thread",
    "ZDirector",
    "ZDriver",
    "ZStat",
    "ZUncommitter",
    "ZWorker",
  };

  private KernelTasks() {}

  /** Whether a thread other than this and the JVM's own is ready to run. False where unknown. */
  static boolean anyReady() {
    if (!Files.isDirectory(TASKS)) {
      return false;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      String self = Files.readSymbolicLink(SELF).getFileName().toString();
      for (Path task : tasks) {
        if (!task.getFileName().toString().equals(self) && isReady(task)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // The kernel may forbid it. Then the other signs have to do.
      return false;
    }
  }

  private static boolean isReady(Path task) {
    String stat;
    try {
      stat = new String(Files.readAllBytes(task.resolve("stat")), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has just ended: something happens.
      return true;
    }
    // "PID (name) STATE …", where the name may have parentheses of its own.
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    if (open < 0 || close + 2 >= stat.length()) {
      return true;
    }
    char state = stat.charAt(close + 2);
    return (state == 'R' || state == 'D') && !isJvm(stat.substring(open + 1, close));
  }

  private static boolean isJvm(String name) {
    for (String own : JVM) {
      if (name.startsWith(own)) {
        return true;
      }
    }
    return false;
  }
}
