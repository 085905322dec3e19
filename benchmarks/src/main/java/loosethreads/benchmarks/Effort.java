package loosethreads.benchmarks;

/** How much to do. */
enum Effort {
  /**
   * The least that shows that it runs: for the build, in a second or two; its figures are thrown
   * away.
   */
  SMOKE,
  /** Few sizes, few repetitions: for a look. */
  QUICK,
  /** What the book shows. */
  FULL;

  /** The one of three that fits. */
  <T> T pick(T smoke, T quick, T full) {
    return switch (this) {
      case SMOKE -> smoke;
      case QUICK -> quick;
      case FULL -> full;
    };
  }
}
