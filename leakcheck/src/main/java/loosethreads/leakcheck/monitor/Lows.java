package loosethreads.leakcheck.monitor;

/** Follows the lows of counts, and decides by a {@link GrowthRule}. It knows no clock. */
final class Lows {
  /** What a count has led to. */
  enum Event {
    /** Nothing to tell: the window goes on, or its low is no news. */
    NONE,
    /** A window has ended, and its low is none that was not there before. */
    LEVEL,
    /** A window has ended, and its low is a new high, but there are not yet enough in a row. */
    RISEN,
    /** The threads grow. It is told once. */
    GROWING,
    /** More than half of the growth that was told is gone again. */
    FALLEN
  }

  private final GrowthRule rule;
  private int taken;
  private int low = Integer.MAX_VALUE;

  /** The lows of the last windows, the newest over the oldest. */
  private final int[] remembered;

  private int ended;

  /** The highest low before the rises began. */
  private int base;

  /** The highest low since the growth was told. */
  private int top;

  private int rises;
  private boolean told;

  Lows(GrowthRule rule) {
    this.rule = rule;
    this.remembered = new int[rule.memory()];
  }

  /** Whether this count would be the lowest of its window so far. */
  boolean isLowest(int count) {
    return count < low;
  }

  /** Whether the last low has risen, and nothing was told yet. */
  boolean isRising() {
    return rises > 0 && !told;
  }

  boolean isGrowing() {
    return told;
  }

  int base() {
    return base;
  }

  int top() {
    return top;
  }

  /** Takes the next count. */
  Event add(int count) {
    low = Math.min(low, count);
    taken++;
    if (taken < rule.samples()) {
      return Event.NONE;
    }
    Event event = told ? afterwards() : before();
    remembered[ended++ % remembered.length] = low;
    low = Integer.MAX_VALUE;
    taken = 0;
    return event;
  }

  private Event before() {
    int highest = highest();
    if (ended < rule.rises() || low <= highest) {
      rises = 0;
      return Event.LEVEL;
    }
    if (rises == 0) {
      base = highest;
    }
    rises++;
    if (rises < rule.rises() || low - base < rule.threads()) {
      return Event.RISEN;
    }
    told = true;
    top = low;
    return Event.GROWING;
  }

  private int highest() {
    int highest = 0;
    for (int i = 0; i < Math.min(ended, remembered.length); i++) {
      highest = Math.max(highest, remembered[i]);
    }
    return highest;
  }

  private Event afterwards() {
    top = Math.max(top, low);
    if (low - base >= (top - base + 1) / 2) {
      return Event.NONE;
    }
    told = false;
    rises = 0;
    // The old lows were those of the leak.
    ended = 0;
    return Event.FALLEN;
  }
}
