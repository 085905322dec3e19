package loosethreads.leakcheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a watch sees at one moment: threads that should have ended, and threads that are excused.
 */
final class Look {
  private static final int CROWD = 500;

  private final List<Suspect> suspects = new ArrayList<>();
  private final Map<String, LeakReport.Ignored> ignored = new LinkedHashMap<>();
  private final List<Sighting> allowed = new ArrayList<>();
  private final List<Suspect> doubtful = new ArrayList<>();
  private final long mark = Mark.now();

  void suspect(Suspect suspect) {
    suspects.add(suspect);
  }

  void ignore(String name, String reason) {
    ignored.merge(
        name,
        new LeakReport.Ignored(name, 1, reason),
        (a, b) -> new LeakReport.Ignored(name, a.count() + b.count(), reason));
  }

  /** Takes down a thread that may stay. */
  void allow(Sighting seen, Allowance allowance) {
    ignore(allowance.words(), allowance.reason());
    allowed.add(seen);
  }

  /** Takes down a thread that may be of another test. */
  void doubt(Suspect suspect) {
    ignore("thread of unknown origin", "may be of another test that ran at the same time");
    doubtful.add(suspect);
  }

  boolean isQuiet() {
    return suspects.isEmpty();
  }

  /** Whether a thread was constructed since this look began. */
  boolean isStale() {
    return !Mark.noneSince(mark);
  }

  /**
   * Whether there were very many threads, and not all have ended. Then a full look, which costs
   * something for each, can wait.
   */
  boolean isCrowdAlive() {
    if (suspects.size() < CROWD) {
      return false;
    }
    for (Suspect suspect : suspects) {
      if (suspect.seen().thread().isPresent() && suspect.seen().thread().get().isAlive()) {
        return true;
      }
    }
    return false;
  }

  List<Suspect> suspects() {
    return suspects;
  }

  List<Sighting> allowed() {
    return allowed;
  }

  List<Suspect> doubtful() {
    return doubtful;
  }

  /** The ids of the suspects that wait, as far as that is known: a proof is about such only. */
  Set<Long> waiting() {
    Set<Long> ids = new HashSet<>();
    for (Suspect suspect : suspects) {
      Thread.State state = suspect.seen().state().orElse(Thread.State.WAITING);
      if (state == Thread.State.WAITING || state == Thread.State.BLOCKED) {
        ids.add(suspect.seen().id());
      }
    }
    return ids;
  }

  List<LeakReport.Ignored> ignored() {
    return List.copyOf(ignored.values());
  }
}
