package loosethreads.leakcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Threads that outlived a test, and may be of another one that ran at the same time. No test is
 * blamed for them; they are looked for once more when all tests are over.
 */
final class Strays {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final int NAMED = 10;

  /** For each thread, the tests it may be of. Guarded by this. */
  private final Map<Long, Set<String>> tests = new TreeMap<>();

  synchronized void add(Watch watch) {
    for (Suspect suspect : watch.doubtful()) {
      tests.computeIfAbsent(suspect.seen().id(), _ -> new TreeSet<>()).add(watch.scope().name());
    }
  }

  /**
   * Reports those that are still there.
   *
   * @param settled threads that were told of, or are allowed to stay
   */
  synchronized Optional<LeakReport> report(Set<Long> settled) {
    tests.keySet().removeAll(settled);
    if (tests.isEmpty()) {
      return Optional.empty();
    }
    Watch watch = Watch.over("the run", Set.copyOf(tests.keySet()), Eyes.best());
    Optional<LeakReport> report = watch.close(WITHIN, false);
    tests.keySet().retainAll(watch.settled());
    return report.map(found -> found.with(whose(watch.eyes())));
  }

  private String whose(Eyes eyes) {
    Set<String> all = new TreeSet<>();
    tests.values().forEach(all::addAll);
    List<String> some = new ArrayList<>(all).subList(0, Math.min(NAMED, all.size()));
    StringBuilder line = new StringBuilder("Whose: ").append(String.join(", ", some));
    if (all.size() > some.size()) {
      line.append(" and ").append(all.size() - some.size()).append(" more");
    }
    line.append(" ran at the same time; nothing says which of them started what. ");
    return line.append(
            eyes.tags().isEmpty()
                ? "To know, run with " + TagReader.FLAG
                : "These threads inherit nothing from the one that started them")
        .append('.')
        .toString();
  }
}
