package loosethreads.leakcheck;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects the leaks of a run, and writes them down at its end. */
final class BaselineToWrite implements Baseline {
  private final BaselineFile file;

  /** Guarded by this, like all that follows. */
  private final Map<KnownLeak, Integer> found = new TreeMap<>();

  private final Set<String> ran = new TreeSet<>();

  BaselineToWrite(BaselineFile file) {
    this.file = file;
  }

  @Override
  public synchronized Optional<LeakReport> unknown(String test, LeakReport report) {
    for (Leak leak : report.leaks()) {
      KnownLeak known = KnownLeak.of(test, leak);
      found.merge(known, leak.count(), Integer::sum);
      ran.add(known.test());
    }
    return Optional.empty();
  }

  @Override
  public synchronized void passed(String test) {
    ran.add(test);
  }

  @Override
  public synchronized void close() {
    file.update(ran, found);
    int threads = found.values().stream().mapToInt(Integer::intValue).sum();
    Notice.warn(
        "leakcheck.baseline.write=true: wrote %s of %s to %s; no leak fails a test"
            .formatted(
                found.size() == 1 ? "1 line" : found.size() + " lines",
                ReportText.threads(threads),
                file.path()));
  }
}
