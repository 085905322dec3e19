package loosethreads.leakcheck;

import java.util.List;

/**
 * Holds what a watch found. {@link #toString} is the text for people, {@link #toJson} its twin for
 * programs.
 *
 * @param test the test, test class or block of code that was watched
 * @param census how threads were seen
 * @param waitedMillis how long the watch waited for the threads to end, in milliseconds
 * @param stoppedEarly whether it stopped before the deadline, because every thread waited for good
 * @param leaks the threads left behind, in groups; those that are most first
 * @param ignored the threads that were new and no leak, and why
 * @param proof how it went to prove the leaks, or what is in the way of a proof; empty when none
 *     was asked for
 * @param text the whole report, for people
 */
public record LeakReport(
    String test,
    String census,
    long waitedMillis,
    boolean stoppedEarly,
    List<Leak> leaks,
    List<Ignored> ignored,
    String proof,
    String text) {

  /**
   * Names threads that were seen and are no leak.
   *
   * @param name what they are called, in general
   * @param count how many there were; 0 for threads that {@link Allow} names and nobody has seen
   * @param reason why they are no leak
   */
  public record Ignored(String name, int count, String reason) {}

  /** Copies the lists. */
  public LeakReport {
    leaks = List.copyOf(leaks);
    ignored = List.copyOf(ignored);
  }

  /** The same report with one more line for people. */
  LeakReport with(String line) {
    return new LeakReport(
        test, census, waitedMillis, stoppedEarly, leaks, ignored, proof, text + "\n" + line);
  }

  /** Returns the number of threads left behind. */
  public int threads() {
    int sum = 0;
    for (Leak leak : leaks) {
      sum += leak.count();
    }
    return sum;
  }

  /** Returns the report as one JSON object, {@code "format": 1}. */
  public String toJson() {
    return ReportJson.write(this);
  }

  /** Returns the report for people. */
  @Override
  public String toString() {
    return text;
  }
}
