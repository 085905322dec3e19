package loosethreads.leakcheck;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the JVM tells of its platform threads at one moment. */
final class PlatformWaits {
  private final Map<Long, ThreadInfo> infos = new HashMap<>();

  private PlatformWaits() {}

  static PlatformWaits now() {
    PlatformWaits waits = new PlatformWaits();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null) {
        waits.infos.put(info.getThreadId(), info);
      }
    }
    return waits;
  }

  /** What is known of a thread that has not moved between that other moment and this one. */
  Optional<ThreadInfo> steady(PlatformWaits before, long id) {
    ThreadInfo one = before.infos.get(id);
    ThreadInfo other = infos.get(id);
    return one != null && other != null && isSame(one, other)
        ? Optional.of(other)
        : Optional.empty();
  }

  private static boolean isSame(ThreadInfo one, ThreadInfo other) {
    return one.getThreadState() == other.getThreadState()
        && one.getWaitedCount() == other.getWaitedCount()
        && one.getBlockedCount() == other.getBlockedCount()
        && one.getLockOwnerId() == other.getLockOwnerId()
        && String.valueOf(one.getLockInfo()).equals(String.valueOf(other.getLockInfo()));
  }
}
