package loosethreads.workbook.cli;

/** Something the caller can mend; its message is one line that says how. */
final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mistake(String message) {
    super(message);
  }
}
