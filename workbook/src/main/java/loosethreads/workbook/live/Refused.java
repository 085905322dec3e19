package loosethreads.workbook.live;

/** A request that gets no more than a status and one sentence: what is wrong, what to do. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  Refused(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  int status() {
    return status;
  }
}
