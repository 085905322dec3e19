package loosethreads.leakcheck;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lets the leaks pass that are known, as often as they are known, and no more. */
final class BaselineToKeep implements Baseline {
  private final BaselineFile file;
  private final Map<KnownLeak, Integer> known;

  /** What was not seen yet. Guarded by this, like all that follows. */
  private final Map<KnownLeak, Integer> left;

  private final Set<String> passed = new TreeSet<>();

  BaselineToKeep(BaselineFile file) {
    this.file = file;
    this.known = file.read();
    this.left = new TreeMap<>(known);
  }

  @Override
  public synchronized Optional<LeakReport> unknown(String test, LeakReport report) {
    StringBuilder news = new StringBuilder();
    int old = 0;
    for (Leak leak : report.leaks()) {
      KnownLeak found = KnownLeak.of(test, leak);
      int fresh = leak.count() - take(found, leak.count());
      old += leak.count() - fresh;
      if (fresh > 0) {
        news.append("\n  ").append(found).append(" | ").append(fresh);
      }
    }
    if (news.isEmpty()) {
      Notice.warn("known leak, in " + file.path() + ": " + summary(test, report));
      return Optional.empty();
    }
    return Optional.of(
        report.with(
            "Baseline: %s knows %d of the %d threads. New:%s"
                .formatted(file.path(), old, report.threads(), news)));
  }

  private static String summary(String test, LeakReport report) {
    StringBuilder summary = new StringBuilder();
    for (Leak leak : report.leaks()) {
      summary.append(summary.isEmpty() ? "" : "; ");
      summary.append(KnownLeak.of(test, leak)).append(" | ").append(leak.count());
    }
    return summary.toString();
  }

  /** Takes up to so many threads off what is left, from the line itself first; says how many. */
  private int take(KnownLeak found, int wanted) {
    int taken = takeFrom(found, wanted);
    for (KnownLeak line : known.keySet()) {
      if (taken < wanted && line.covers(found)) {
        taken += takeFrom(line, wanted - taken);
      }
    }
    return taken;
  }

  private int takeFrom(KnownLeak line, int wanted) {
    int there = left.getOrDefault(line, 0);
    int taken = Math.min(there, wanted);
    if (taken > 0) {
      left.put(line, there - taken);
    }
    return taken;
  }

  @Override
  public synchronized void passed(String test) {
    passed.add(test);
  }

  /** A test that did not run, or failed before it came to its leak, says nothing of a line. */
  @Override
  public synchronized void close() {
    StringBuilder gone = new StringBuilder();
    left.forEach((line, missing) -> {
      int all = known.get(line);
      if (missing > 0 && passed.contains(line.test())) {
        gone.append("\n  ").append(line).append(" | ").append(all);
        gone.append(missing < all ? ": now " + (all - missing) : "");
      }
    });
    if (!gone.isEmpty()) {
      Notice.warn(
          file.path()
              + " has leaks that did not show, though their tests ran. If they are mended, delete"
              + " these lines:"
              + gone);
    }
  }
}
