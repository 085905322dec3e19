package loosethreads.leakcheck.monitor;

import java.time.Duration;

/** Says when it is time for the next sample. */
interface Pulse {
  /** Returns when it is time. */
  void await() throws InterruptedException;

  static Pulse every(Duration pause) {
    return () -> Thread.sleep(pause);
  }
}
