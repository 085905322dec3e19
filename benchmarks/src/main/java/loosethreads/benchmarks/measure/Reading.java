package loosethreads.benchmarks.measure;

import loosethreads.workbook.bench.Metric;

/** Says to the parent what was read: a line on standard output, {@code live threads=10}. */
public final class Reading {
  private Reading() {}

  /** Says a value, in the metric's unit. */
  public static void say(Metric metric, double value) {
    System.out.println(metric.name() + "=" + value);
  }

  /** Says a whole number. */
  public static void say(Metric metric, long value) {
    say(metric, (double) value);
  }

  /** Ends this JVM at once, with all that it leaked: that may not keep it from ending. */
  public static void over() {
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
