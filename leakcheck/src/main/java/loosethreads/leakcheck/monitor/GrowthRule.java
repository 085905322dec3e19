package loosethreads.leakcheck.monitor;

/**
 * Tells a leak from a burst, by the lows.
 *
 * <p>The counts of threads make up windows of equal length. The <em>low</em> of a window is the
 * smallest count in it. A burst moves averages and maxima, but not the low, if there was one quiet
 * moment in the window: it is over by then. What is there <em>all the time</em> moves the low, and
 * that is what a leaked thread is.
 *
 * <p>A warm-up lifts the low, too, and so does a new plateau; then they stop. A leak does not stop.
 * So the alarm goes off when low after low is a new high, so many windows in a row, and when they
 * have risen by so many threads in all.
 *
 * <p>A new high is a low that is higher than all those before it, as far as they are remembered:
 * four times as many windows as must rise. By mere chance lows go up and down, and up six times in
 * a row once in 7! = 5,040 windows. That the last six of thirty are also the highest, in order, is
 * by chance one case in 30!/24!, four hundred million. For the same reason the first windows, as
 * many as must rise, are only remembered. What a service does while it warms up says little.
 *
 * <p>How long should a window be? So long that there is a quiet moment in each. Where load follows
 * the day, there is one only at night, and a window is a day: with windows of an hour, each morning
 * may look like a leak. To hear earlier of fast leaks, have a second alarm with shorter windows
 * that wants more threads.
 *
 * @param samples how many counts make up a window; at least 1
 * @param rises how many lows in a row must be new highs; from 3 to 1,000. With fewer, a warm-up is
 *     easily taken for a leak
 * @param threads by how many threads the low must rise in all; at least 1
 */
public record GrowthRule(int samples, int rises, int threads) {
  private static final int FEWEST_RISES = 3;
  private static final int MOST_RISES = 1_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is too small
   */
  public GrowthRule {
    if (samples < 1) {
      throw new IllegalArgumentException("A window needs at least 1 sample, not " + samples);
    }
    if (rises < FEWEST_RISES || rises > MOST_RISES) {
      throw new IllegalArgumentException(
          "The low must rise in 3 to 1000 windows in a row, not in " + rises);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("The low must rise by at least 1 thread, not " + threads);
    }
  }

  /** How many lows are remembered. */
  int memory() {
    return 4 * rises;
  }
}
