package loosethreads.workbook.judge;

import java.util.List;
import loosethreads.workbook.kata.Kata;

/**
 * The answer to one run of a kata.
 *
 * @param kata which kata
 * @param outcome the answer in one word
 * @param millis from the call to the answer, in milliseconds
 * @param tests every test that ended, in the order they ran
 * @param leaks the leaks that were found, most threads first
 * @param detail why, in a few lines: what a learner reads first. Empty when solved
 * @param output what the program printed, at most its first 64 KiB
 */
public record Verdict(
    Kata kata,
    Outcome outcome,
    long millis,
    List<TestResult> tests,
    List<Leak> leaks,
    String detail,
    String output) {

  /** Tells whether every test passed. */
  public boolean solved() {
    return outcome == Outcome.SOLVED;
  }

  /**
   * How one test ended.
   *
   * @param name the test's display name
   * @param outcome {@code passed}, {@code failed} or {@code aborted}
   * @param message the failure's message, or nothing
   */
  public record TestResult(String name, String outcome, String message) {
    /** Tells whether the test failed. */
    public boolean failed() {
      return outcome.equals("failed");
    }
  }

  /**
   * One group of leaked threads; the fields are those of leakcheck's JSON.
   *
   * @param kind {@code virtual} or {@code platform}
   * @param count how many threads stand there
   * @param state the thread state before anything was done to it
   * @param at the first line of the learner's code on the stack
   * @param startedAt the line that started the thread, or nothing
   * @param proof {@code leaked} (outlived its deadline), {@code running} (not waiting at all), or
   *     {@code proven} (no live thread can ever wake it), when that was asked for
   */
  public record Leak(
      String kind, int count, String state, String at, String startedAt, String proof) {
    /** The same leak, with another count. */
    Leak counted(int other) {
      return new Leak(kind, other, state, at, startedAt, proof);
    }
  }
}
