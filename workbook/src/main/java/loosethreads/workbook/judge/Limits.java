package loosethreads.workbook.judge;

import java.time.Duration;

/**
 * What a candidate may use before the judge stops it.
 *
 * @param test how long one test may take. An honest one takes milliseconds; a leaking one its grace
 *     period, 2 s by default
 * @param run how long all tests of a kata may take together
 * @param heap the child's heap in MiB: room for tens of thousands of virtual threads that a bad
 *     loop can leave behind
 */
public record Limits(Duration test, Duration run, int heap) {
  /** What the runner uses. */
  public static final Limits USUAL =
      new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 512);

  /** What the runner uses when leaks are to be proven: two heap dumps, and a look at each. */
  public static final Limits PROVING =
      new Limits(Duration.ofMinutes(1), Duration.ofMinutes(5), USUAL.heap());

  /**
   * What a check uses, that judges many at a time: a test which waits for 5 s for what does not
   * come needs longer on a machine without a core to spare, and is to say itself what is wrong.
   */
  static final Limits SIDE_BY_SIDE =
      new Limits(Duration.ofSeconds(30), Duration.ofMinutes(3), USUAL.heap());
}
