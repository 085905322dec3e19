package loosethreads.benchmarks;

import java.util.List;

/**
 * One question, answered with figures.
 *
 * <p>It says what it will do as steps, so that there can be a progress bar; each step adds figures.
 * Each step stands for itself: whatever it starts, threads, JVMs, files, is gone when it is over,
 * and what it measures does not depend on the steps before. What may leave traces in a JVM (heap,
 * carriers, warmed code) is measured in a JVM of its own, through {@link Jmh} or {@link Child}.
 */
interface Experiment {
  /** What one types after {@code ./kata bench}, and the name of the file of results: one word. */
  String name();

  /** What it answers, in one sentence with a question mark. */
  String question();

  /**
   * What there is to do, in order. The quick run takes sizes and repetitions that together with
   * those of all others end in about three minutes on two cores.
   */
  List<Step> steps(Effort effort);

  /** The version of Go that it runs beside Java; empty if there is none in it. */
  default String go() {
    return "";
  }
}
