package loosethreads.leakcheck;

/**
 * Counts the threads of a watched block at one moment.
 *
 * @param platform how many are platform threads
 * @param virtual how many are virtual threads
 */
public record ThreadCount(int platform, int virtual) {
  /** Returns how many there are of both kinds. */
  public int total() {
    return platform + virtual;
  }
}
