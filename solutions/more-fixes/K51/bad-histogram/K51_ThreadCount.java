// Tempting: the garbage collector knows every object. Count those of the class VirtualThread.
// Rejected as wrong: it counts objects. A thread that has ended, or was never started, is one as
// long as somebody holds it.
package monitor;

import java.lang.management.ManagementFactory;
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
      Object arguments = new String[0];
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {arguments},
                      new String[] {String[].class.getName()});
      int virtual =
          histogram
              .lines()
              .map(line -> line.strip().split(" +"))
              .filter(columns -> columns.length > 3 && columns[3].equals("java.lang.VirtualThread"))
              .mapToInt(columns -> Integer.parseInt(columns[1]))
              .sum();
      return new Count(ManagementFactory.getThreadMXBean().getThreadCount(), virtual);
    } catch (JMException e) {
      throw new IllegalStateException("the threads can't be counted", e);
    }
  }
}
