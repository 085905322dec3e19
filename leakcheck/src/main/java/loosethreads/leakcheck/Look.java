package loosethreads.leakcheck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a watch sees at one moment: threads that should have ended, and threads that are excused.
 */
final class Look {
  private final List<Suspect> suspects = new ArrayList<>();
  private final Map<String, LeakReport.Ignored> ignored = new LinkedHashMap<>();

  void suspect(Suspect suspect) {
    suspects.add(suspect);
  }

  void ignore(String name, String reason) {
    ignored.merge(
        name,
        new LeakReport.Ignored(name, 1, reason),
        (a, b) -> new LeakReport.Ignored(name, a.count() + b.count(), reason));
  }

  boolean isQuiet() {
    return suspects.isEmpty();
  }

  List<Suspect> suspects() {
    return suspects;
  }

  List<LeakReport.Ignored> ignored() {
    return List.copyOf(ignored.values());
  }
}
