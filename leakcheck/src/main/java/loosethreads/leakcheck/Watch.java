package loosethreads.leakcheck;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Watches one scope: tags its threads, and tells them from those of before and of others. */
final class Watch {
  /** How long the beginning of a test may wait for a census that is not safe at the moment. */
  private static final long PATIENCE = 100_000_000;

  private static final long PAUSE = 1_000_000;

  private final Scope scope;
  private final Eyes eyes;
  private final Origin tagBefore;
  private final Thread opener = Thread.currentThread();
  private final Optional<Set<String>> containersBefore;
  private final Map<Long, String> tasksBefore = new HashMap<>();
  private final Set<Long> reported = ConcurrentHashMap.newKeySet();
  private final long mark;
  private volatile boolean overlapped;

  private Watch(Scope scope, Eyes eyes) {
    this.eyes = eyes;
    this.scope = scope;
    this.containersBefore = containersBefore();
    for (String container : containersBefore.orElse(Set.of())) {
      if (CommonPool.owns(container)) {
        noteCommonPool();
        break;
      }
    }
    this.mark = Mark.now();
    this.tagBefore = BirthTag.enter(scope);
  }

  /** Empty when it cannot be known. */
  private Optional<Set<String>> containersBefore() {
    long start = System.nanoTime();
    while (!eyes.census().isSafe()) {
      if (System.nanoTime() - start > PATIENCE) {
        return Optional.empty();
      }
      LockSupport.parkNanos(PAUSE);
    }
    return Optional.of(eyes.census().containers());
  }

  private void noteCommonPool() {
    for (Sighting seen : eyes.census().bornAfter(Long.MAX_VALUE)) {
      tasksBefore.put(seen.id(), CommonPool.task(seen.stack()));
    }
  }

  /** Begins to watch the code that the current thread runs from now on. */
  static Watch open(String name, Eyes eyes) {
    return open(new Scope(name, BirthTag.currentScope()), eyes);
  }

  static Watch open(Scope scope, Eyes eyes) {
    Watch watch = new Watch(scope, eyes);
    OpenWatches.add(watch);
    return watch;
  }

  /**
   * Ends the watch: waits for the threads of the scope to end, at most as long as told, and reports
   * those that do not.
   */
  Optional<LeakReport> close(Duration within, boolean interrupt) {
    return close(within, interrupt, false);
  }

  /** Does the same, and tries to prove that no live thread can wake them, if told to. */
  Optional<LeakReport> close(Duration within, boolean interrupt, boolean prove) {
    if (Thread.currentThread() == opener) {
      BirthTag.restore(tagBefore);
    }
    OpenWatches.remove(this);
    Vigil vigil = new Vigil(this, within);
    Look last = vigil.keep();
    if (last.isQuiet()) {
      return Optional.empty();
    }
    Proof proof = prove ? Proof.of(last.waiting()) : Proof.NOT_ASKED;
    Findings findings = new Findings(this, last, proof);
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    for (Suspect suspect : last.suspects()) {
      reported.add(suspect.seen().id());
    }
    return Optional.of(findings.report(vigil, last.ignored(), interrupt));
  }

  /** Looks who is there now. */
  Look look() {
    Look look = new Look();
    for (Sighting seen : eyes.census().bornAfter(mark)) {
      if (seen.state().equals(Optional.of(Thread.State.TERMINATED))) {
        continue;
      }
      judge(seen, look);
    }
    return look;
  }

  /** Counts who is there now. */
  ThreadCount count() {
    int virtual = 0;
    List<Suspect> suspects = look().suspects();
    for (Suspect suspect : suspects) {
      if (suspect.seen().virtual()) {
        virtual++;
      }
    }
    return new ThreadCount(suspects.size() - virtual, virtual);
  }

  /** Reports who is there now. */
  Optional<LeakReport> report() {
    Look look = look();
    Findings findings = new Findings(this, look, Proof.NOT_ASKED);
    return findings.isEmpty()
        ? Optional.empty()
        : Optional.of(findings.report(new Vigil(this, Duration.ZERO), look.ignored(), false));
  }

  private void judge(Sighting seen, Look look) {
    Origin origin = eyes.originOf(seen);
    boolean sure = !origin.isNone();
    if (reported.contains(seen.id()) || (sure && !scope.covers(origin.scope()))) {
      return;
    }
    Optional<Innocent> innocent = Innocent.of(seen);
    if (innocent.isPresent()) {
      look.ignore(innocent.get().name(), innocent.get().reason());
    } else if (!isNew(seen)) {
      look.ignore("busy common pool worker", "runs a task from before the test");
    } else if (!sure && OpenWatches.mayOwn(seen, this)) {
      look.ignore("thread of unknown origin", "may be of a test that still runs");
    } else if (!CommonPool.isWorker(seen)
        && mayBeOfOlderPool(seen)
        && Frames.isIdleWorker(seen.stack())) {
      look.ignore("idle pool worker", "its pool is older than the test");
    } else {
      look.suspect(new Suspect(seen, origin, sure));
    }
  }

  private boolean mayBeOfOlderPool(Sighting seen) {
    return containersBefore.isEmpty() || containersBefore.get().contains(seen.container());
  }

  /** Whether the thread, or the common pool task it runs, is younger than this watch. */
  boolean isNew(Sighting seen) {
    if (CommonPool.isWorker(seen)) {
      String task = tasksBefore.getOrDefault(seen.id(), "");
      return task.isEmpty() || !task.equals(CommonPool.task(seen.stack()));
    }
    return seen.id() > mark;
  }

  /** Leaves out the threads that a watch within this one has reported. */
  void exclude(Watch inner) {
    reported.addAll(inner.reported);
  }

  Scope scope() {
    return scope;
  }

  Eyes eyes() {
    return eyes;
  }

  /** Whether another test was watched at the same time. */
  boolean hasOverlapped() {
    return overlapped;
  }

  void overlap() {
    overlapped = true;
  }
}
