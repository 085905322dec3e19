package loosethreads.benchmarks;

import java.time.Duration;

/**
 * Something that an experiment does, in one go.
 *
 * @param what it does, in a few words: {@code leaking, virtual, n=1000}
 * @param expected how long that takes on two quiet cores, roughly: for the time left
 * @param work what to do
 */
record Step(String what, Duration expected, Work work) {
  /** Measures. */
  @FunctionalInterface
  interface Work {
    /**
     * Adds figures, or throws: then the experiment has failed, and its earlier results stay.
     *
     * @param figures where they go
     */
    void run(Figures figures) throws Exception;
  }
}
