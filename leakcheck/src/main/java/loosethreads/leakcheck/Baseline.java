package loosethreads.leakcheck;

import java.util.Optional;

/** The leaks that a code base has today, so that only new ones fail a test. */
sealed interface Baseline permits BaselineToKeep, BaselineToWrite {
  /**
   * Looks up the leaks of a test.
   *
   * @param test the test, as the file names it
   * @return the report when it has a leak that is not known; empty when all are
   */
  Optional<LeakReport> unknown(String test, LeakReport report);

  /** Takes notice that a test came to its end without a failure of its own. */
  void passed(String test);

  /** The run is over. */
  void close();
}
