package loosethreads.benchmarks;

import java.time.Duration;

/**
 * How long a run still takes: what is expected of the steps that are left, times how much slower
 * than expected this machine has been so far.
 *
 * @param all expected of the whole run
 * @param done expected of the steps that are over
 * @param began when the run did, as {@link System#nanoTime()} says it
 * @param took how long the steps that are over really took
 */
record Forecast(Duration all, Duration done, long began, Duration took) {
  private static final double HEAD_START = 0.05;

  static Forecast of(Duration all) {
    return new Forecast(all, Duration.ZERO, System.nanoTime(), Duration.ZERO);
  }

  /** One more step is over. */
  Forecast done(Duration expected) {
    return new Forecast(
        all, done.plus(expected), began, Duration.ofNanos(System.nanoTime() - began));
  }

  /** A step will not be done. */
  Forecast without(Duration expected) {
    return new Forecast(all.minus(expected), done, began, took);
  }

  /** From 0 to 1. */
  double share() {
    return all.isZero() ? 1 : (double) done.toMillis() / all.toMillis();
  }

  /** From a moment on. */
  Duration left(long now) {
    // As if some had gone as expected before: the first steps do not speak for all.
    double head = Math.max(1, all.toMillis() * HEAD_START);
    double slower = (took.toMillis() + head) / (done.toMillis() + head);
    long rest = (long) (slower * all.minus(done).toMillis());
    long sinceLastStep = (now - began) / 1_000_000 - took.toMillis();
    return Duration.ofMillis(Math.max(0, rest - sinceLastStep));
  }
}
