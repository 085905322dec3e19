package loosethreads.leakcheck;

import java.io.Serial;

/** Why no proof can be had here. Its message is one line: what is in the way, and what to do. */
final class CannotProve extends Exception {
  @Serial private static final long serialVersionUID = 1;

  CannotProve(String message) {
    super(message);
  }

  CannotProve(String message, Throwable cause) {
    super(message, cause);
  }

  /** A JDK that is not built as the proof knows it. */
  static CannotProve missing(String what) {
    return new CannotProve(
        "this JDK has no "
            + what
            + "; the proof is written for HotSpot of JDK 25 (this is "
            + System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + ")");
  }
}
