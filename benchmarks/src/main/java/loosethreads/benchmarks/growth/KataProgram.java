package loosethreads.benchmarks.growth;

import loosethreads.benchmarks.measure.Kind;

/**
 * The leading kata of each chapter. Each has the kind of thread that its program starts.
 *
 * <p>Two chapters have none here. The katas of <i>monitor</i> watch threads, and those of
 * <i>wild</i> reach a limit of the system, on processes or on watched folders, long before one on
 * memory.
 */
public enum KataProgram implements Program {
  /** A greeter that nobody sends home. */
  K01(Kind.VIRTUAL, 1),
  /** A ticker that asks for nobody. */
  K11(Kind.VIRTUAL, 1),
  /** A pool for every report, of four threads: the one on platform threads. */
  K15(Kind.PLATFORM, 4),
  /** Workers that wait for one more line. */
  K21(Kind.VIRTUAL, 1),
  /** A room with no way out. */
  K31(Kind.VIRTUAL, 1),
  /** The count that a failure skips. */
  K41(Kind.VIRTUAL, 1);

  private final Kind kind;
  private final int threadsPerCall;

  KataProgram(Kind kind, int threadsPerCall) {
    this.kind = kind;
    this.threadsPerCall = threadsPerCall;
  }

  @Override
  public String subject() {
    return name();
  }

  /** The kind of thread that the kata starts. */
  public Kind kind() {
    return kind;
  }

  @Override
  public int threadsPerCall() {
    return threadsPerCall;
  }

  @Override
  public void call() throws Exception {
    KataCalls.call(this);
  }
}
