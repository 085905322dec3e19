package loosethreads.leakcheck;

import java.util.Comparator;

/**
 * One line of a baseline. It has nothing that changes when a line of code moves.
 *
 * @param test the test, with its package
 * @param startedBy the method that started the threads, or {@link #UNKNOWN}
 * @param waitsFor what keeps them, or {@link #MOVES}
 */
record KnownLeak(String test, String startedBy, String waitsFor) implements Comparable<KnownLeak> {
  /** Without flags, nothing says who started a thread. */
  static final String UNKNOWN = "unknown";

  /** What such a thread does when it is looked at is chance. */
  static final String MOVES = "runs, or waits each time with a limit";

  private static final Comparator<KnownLeak> ORDER =
      Comparator.comparing(KnownLeak::test)
          .thenComparing(KnownLeak::startedBy)
          .thenComparing(KnownLeak::waitsFor);

  /** Leaves out what separates the fields in a file. */
  KnownLeak {
    test = field(test);
    startedBy = field(startedBy);
    waitsFor = field(waitsFor);
  }

  private static String field(String text) {
    return text.replace('|', '¦').replaceAll("\\s+", " ").strip();
  }

  static KnownLeak of(String test, Leak leak) {
    return new KnownLeak(
        test, leak.startedBy().isEmpty() ? UNKNOWN : leak.startedBy(), waitsFor(leak));
  }

  private static String waitsFor(Leak leak) {
    if (!leak.state().equals("WAITING") && !leak.state().equals("BLOCKED")) {
      return MOVES;
    }
    // Which thread holds a lock, and where a latch stands, may change from run to run.
    return leak.waitsFor()
        .replaceFirst(": thread .*", "")
        .replaceFirst(" that is still at \\d+", " that nobody counts down");
  }

  /** Whether a leak that was found may be this one, which is known. */
  boolean covers(KnownLeak found) {
    return test.equals(found.test)
        && (startedBy.equals(found.startedBy)
            || startedBy.equals(UNKNOWN)
            || found.startedBy.equals(UNKNOWN))
        && (waitsFor.equals(found.waitsFor)
            || waitsFor.equals(MOVES)
            || found.waitsFor.equals(MOVES));
  }

  @Override
  public int compareTo(KnownLeak other) {
    return ORDER.compare(this, other);
  }

  /** How people read it, and the file without its count. */
  @Override
  public String toString() {
    return test + " | " + startedBy + " | " + waitsFor;
  }
}
