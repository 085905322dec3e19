// Also good: remembers when the low last did not rise. The alarm is on when that is six windows
// ago.
package monitor;

/**
 * Raises the alarm when a server leaks threads.
 *
 * <p>Once a minute somebody counts the threads of the server and tells the alarm. Each alarm looks
 * at a window of so many counts: one at an hour, another one at a day.
 *
 * <p>In production: when a thousand customers come at once, the alarm wakes somebody up, and an
 * hour later all is well. It does so after each restart, too, while the pools fill. By now most
 * people have switched it off. The leak that stopped the server in May was a thread an hour. On
 * that one the alarm was silent to the end.
 *
 * <p>What an alarm promises:
 *
 * <ul>
 *   <li>The counts make up windows: the first so many are the first window, the next ones the
 *       second. The <em>low</em> of a window is the smallest count in it.
 *   <li>If the low has risen six windows in a row, the alarm is on, with the last count of the
 *       sixth of them at the latest. It need not rise by more than one thread.
 *   <li>As long as the low has never risen more than three windows in a row, the alarm is off, with
 *       every count: however many threads there are, and however suddenly they came.
 *   <li>If the low has not risen for six windows, the alarm is off again.
 *   <li>In between, it may be on or off.
 *   <li>One alarm knows nothing of another. It starts no thread: it would count itself.
 * </ul>
 */
public class K54_GrowthAlarm {
  private final int window;
  private long now;
  private long notRisen = Long.MAX_VALUE / 2;
  private int low = Integer.MAX_VALUE;
  private int before = Integer.MAX_VALUE;

  /**
   * Makes an alarm.
   *
   * @param window how many counts make up a window, at least one
   */
  public K54_GrowthAlarm(int window) {
    this.window = window;
  }

  /** Takes the next count of threads, and tells whether the alarm is on. */
  public boolean count(int threads) {
    low = Math.min(low, threads);
    now++;
    if (now % window == 0) {
      if (low <= before) {
        notRisen = now / window;
      }
      before = low;
      low = Integer.MAX_VALUE;
    }
    return now / window - notRisen >= 6;
  }
}
