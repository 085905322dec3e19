package loosethreads.workbook.judge;

/** What a verdict says, in the words of the JSON contract. */
public enum Outcome {
  /** Every test passed and no thread was left over. */
  SOLVED("solved"),
  /** The program does its job; a thread outlived a test. */
  LEAKING("leaking"),
  /** A behaviour test failed: the program no longer does its job. */
  WRONG("wrong"),
  /** javac refused the program, or its test. */
  NOT_COMPILING("not-compiling"),
  /** The tests did not end in time and were killed. */
  TIMED_OUT("timed-out"),
  /** The JVM ended before the tests did. */
  CRASHED("crashed");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** The word that JSON and {@code katas.json} use. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
