package loosethreads.leakcheck;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches that are open in this JVM now. */
final class OpenWatches {
  private static final Set<Company> OPEN = ConcurrentHashMap.newKeySet();

  private OpenWatches() {}

  static void add(Company company) {
    // Added first: of two that come at once, each meets the other. To meet twice does no harm.
    OPEN.add(company);
    for (Company other : OPEN) {
      if (!other.scope().isKin(company.scope())) {
        other.meet(company);
        company.meet(other);
      }
    }
  }

  static void remove(Company company) {
    OPEN.remove(company);
  }
}
