package loosethreads.leakcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the test that a thread came with. It looks around after each test, and tells at the end of
 * the run, of every thread that is still there, after which test it was seen first. It needs no
 * flag, and one census for each test.
 */
final class Culprit {
  private static final Duration WITHIN = Duration.ofSeconds(2);

  private final Watch run;

  /** Guarded by this, like all that follows. */
  private final Map<Long, Moment> firstSeen = new HashMap<>();

  private final Set<Scope> running = new LinkedHashSet<>();

  private int moments;

  /**
   * A moment of the run.
   *
   * @param number counts them, in the order of time
   * @param after the test that had just ended
   * @param running the tests that were running then
   */
  private record Moment(int number, String after, List<String> running) {}

  Culprit(Optional<Scope> around) {
    run = Watch.open(new Scope("the run", around), Eyes.best());
  }

  /** What all tests of the run belong to. */
  Scope scope() {
    return run.scope();
  }

  synchronized void begun(Scope test) {
    running.add(test);
  }

  synchronized void ended(Scope test) {
    running.remove(test);
    List<String> others = new ArrayList<>();
    for (Scope other : running) {
      if (!other.isKin(test)) {
        others.add(other.name());
      }
    }
    Moment now = new Moment(++moments, test.name(), List.copyOf(others));
    for (Suspect suspect : run.safeLook().suspects()) {
      firstSeen.putIfAbsent(suspect.seen().id(), now);
    }
  }

  synchronized void close() {
    Look last = run.survivors(WITHIN);
    Map<Moment, Look> looks = new TreeMap<>(Comparator.comparingInt(Moment::number));
    Moment end = new Moment(++moments, "the last test", List.of());
    for (Suspect suspect : last.suspects()) {
      looks
          .computeIfAbsent(firstSeen.getOrDefault(suspect.seen().id(), end), _ -> new Look())
          .suspect(suspect);
    }
    StringBuilder text = new StringBuilder();
    int threads = 0;
    for (Map.Entry<Moment, Look> entry : looks.entrySet()) {
      List<Leak> leaks = new Findings(run, entry.getValue(), Proof.NOT_ASKED).leaks();
      if (leaks.isEmpty()) {
        continue;
      }
      Moment moment = entry.getKey();
      text.append("\n\nFirst seen after ").append(moment.after());
      if (!moment.running().isEmpty()) {
        text.append(", while these ran: ").append(String.join(", ", moment.running()));
      }
      text.append(":\n").append(ReportText.leaks(leaks, run.eyes()).stripTrailing());
      threads += leaks.stream().mapToInt(Leak::count).sum();
    }
    if (threads == 0) {
      Notice.warn("leakcheck.culprit=true: no thread outlived the run");
    } else {
      Notice.warn(
          "leakcheck.culprit=true: the run left "
              + ReportText.threads(threads)
              + " behind, still alive "
              + Within.words(WITHIN)
              + " after its end."
              + text);
    }
  }
}
