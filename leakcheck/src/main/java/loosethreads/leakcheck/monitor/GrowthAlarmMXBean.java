package loosethreads.leakcheck.monitor;

/**
 * Gauges of a {@link GrowthAlarm}. They tell what its last sample saw, so that to read them costs
 * nothing, however often somebody does.
 */
public interface GrowthAlarmMXBean {
  /** Returns how many platform threads there were; -1 before the first sample. */
  int getPlatformThreads();

  /** Returns how many virtual threads there were; -1 before the first sample. */
  int getVirtualThreads();

  /** Tells whether the threads have grown, and have not yet fallen again. */
  boolean isGrowing();

  /** Returns what was logged when the growth was found; empty unless {@link #isGrowing}. */
  String getFinding();
}
