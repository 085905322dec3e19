package loosethreads.workbook.snippet;

/** Says in one sentence why a snippet is not run. */
public final class SnippetRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Why why;

  /** Kinds of reasons. */
  public enum Why {
    /** As many run as may run at once. */
    BUSY,
    /** Its text is longer than any snippet. */
    TOO_LONG,
    /** No JVM can be had for it. */
    NO_JVM,
    /** {@link Snippets} are closed. */
    CLOSED
  }

  SnippetRefused(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** The kind of reason. */
  public Why why() {
    return why;
  }
}
