package loosethreads.leakcheck;

import java.util.ArrayList;
import java.util.List;

/**
 * Who else was watched at some time while one watch was open. A thread without a birth tag may be
 * of any of them, also of one that has ended since.
 *
 * <p>It remembers two numbers for each, and no watch: a suite may have very many tests.
 */
final class Company {
  private static final long STILL_OPEN = Long.MAX_VALUE;

  private final Scope scope;
  private volatile long from;
  private volatile long to = STILL_OPEN;

  /** Guarded by itself. */
  private final List<Company> others = new ArrayList<>(0);

  Company(Scope scope) {
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  /** Whoever is constructed from this mark on may be of the watch. Before, anyone may. */
  void begin(long mark) {
    from = mark;
  }

  /** Whoever is constructed from now on is not of the watch. */
  void end() {
    if (!isEmpty()) {
      to = Mark.now();
    }
  }

  void meet(Company other) {
    synchronized (others) {
      others.add(other);
    }
  }

  boolean isEmpty() {
    synchronized (others) {
      return others.isEmpty();
    }
  }

  /** Whether the thread, which has no tag, may as well be of one of the others. */
  boolean mayOwn(Sighting seen) {
    // A worker of the common pool may be older than the task it runs.
    boolean ageless = CommonPool.isWorker(seen);
    synchronized (others) {
      for (Company other : others) {
        if (ageless || (seen.id() > other.from && seen.id() < other.to)) {
          return true;
        }
      }
      return false;
    }
  }
}
