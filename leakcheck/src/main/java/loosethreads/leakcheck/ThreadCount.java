package loosethreads.leakcheck;

/**
 * Says how many threads there are at one moment: of a watched block, or of the whole JVM.
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
