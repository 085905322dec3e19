package loosethreads.workbook.bench;

/**
 * What was measured. A word that says nothing in a benchmark is empty.
 *
 * @param subject the kata, the program, the tool: {@code K11}
 * @param variant what was done to it: {@code leaking}, {@code fixed}
 * @param kind of thread, or of runtime: {@code virtual}, {@code platform}, {@code goroutine}
 * @param n how many, the x of a chart; what it counts is the benchmark's to say
 */
public record Setting(String subject, String variant, String kind, long n) {
  /** Told in a line of progress or in a complaint. */
  @Override
  public String toString() {
    return String.join(" ", subject, variant, kind, "n=" + n).strip().replaceAll(" +", " ");
  }
}
