package loosethreads.leakcheck;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The watches that are open in this JVM now. A thread without a birth tag may be of any of them.
 */
final class OpenWatches {
  private static final Set<Watch> OPEN = ConcurrentHashMap.newKeySet();

  private OpenWatches() {}

  static void add(Watch watch) {
    for (Watch other : OPEN) {
      if (!other.scope().isKin(watch.scope())) {
        other.overlap();
        watch.overlap();
      }
    }
    OPEN.add(watch);
  }

  static void remove(Watch watch) {
    OPEN.remove(watch);
  }

  /** Whether a thread without a tag may as well belong to a watch that is still open. */
  static boolean mayOwn(Sighting seen, Watch asking) {
    for (Watch other : OPEN) {
      if (!other.scope().isKin(asking.scope()) && other.isNew(seen)) {
        return true;
      }
    }
    return false;
  }
}
