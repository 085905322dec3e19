package loosethreads.leakcheck;

import java.io.Serial;

/** Says that a test left threads behind. Its message is the whole report. */
public final class LeakError extends AssertionError {
  @Serial private static final long serialVersionUID = 1;

  /** Not part of the serial form: what travels is the text. */
  private final transient LeakReport report;

  /** Wraps the report; its text becomes the message. */
  LeakError(LeakReport report) {
    super(report.toString());
    this.report = report;
    // The report names the lines that matter. Where leakcheck noticed them is none of those.
    setStackTrace(new StackTraceElement[0]);
  }

  /** Returns what was found. */
  public LeakReport report() {
    return report;
  }
}
