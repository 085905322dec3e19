package loosethreads.leakcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
  private final List<Allowance> allowances;
  private final Origin tagBefore;
  private final Thread opener = Thread.currentThread();
  private final Optional<Set<String>> containersBefore;
  private final Map<Long, String> tasksBefore = new HashMap<>();

  /** The threads that were told of, or are allowed to stay. */
  private final Set<Long> settled = ConcurrentHashMap.newKeySet();

  private final long mark;

  /** Where the watch is over certain threads, these. */
  private final Optional<Set<Long>> chosen;

  private final Company company;
  private volatile List<Suspect> doubtful = List.of();

  private Watch(Scope scope, Eyes eyes, List<Allowance> allowances) {
    this.eyes = eyes;
    this.scope = scope;
    this.allowances = allowances;
    this.company = new Company(scope);
    OpenWatches.add(company);
    this.containersBefore = containersBefore();
    for (String container : containersBefore.orElse(Set.of())) {
      if (CommonPool.owns(container)) {
        noteCommonPool();
        break;
      }
    }
    this.mark = Mark.now();
    company.begin(mark);
    this.chosen = Optional.empty();
    this.tagBefore = BirthTag.enter(scope);
  }

  private Watch(Scope scope, Eyes eyes, Set<Long> chosen) {
    this.eyes = eyes;
    this.scope = scope;
    this.allowances = List.of();
    this.company = new Company(scope);
    this.containersBefore = Optional.of(Set.of());
    this.mark = Collections.min(chosen) - 1;
    this.chosen = Optional.of(chosen);
    this.tagBefore = BirthTag.current();
  }

  /** Empty when it cannot be known. */
  private Optional<Set<String>> containersBefore() {
    return awaitSafety() ? Optional.of(eyes.census().containers()) : Optional.empty();
  }

  /** Whether a census can be taken now, or could be a moment later. */
  private boolean awaitSafety() {
    long start = System.nanoTime();
    while (!eyes.census().isSafe()) {
      if (System.nanoTime() - start > PATIENCE) {
        return false;
      }
      LockSupport.parkNanos(PAUSE);
    }
    return true;
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
    return open(scope, eyes, List.of());
  }

  static Watch open(Scope scope, Eyes eyes, List<Allowance> allowances) {
    return new Watch(scope, eyes, allowances);
  }

  /** Watches threads that are there already, and no others. It belongs to nobody. */
  static Watch over(String name, Set<Long> threads, Eyes eyes) {
    return new Watch(new Scope(name, Optional.empty()), eyes, threads);
  }

  /** Ends the watch without a look at what is left. */
  void leave() {
    untag();
    end();
  }

  private void untag() {
    if (Thread.currentThread() == opener) {
      BirthTag.restore(tagBefore);
    }
  }

  private void end() {
    OpenWatches.remove(company);
    company.end();
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
    untag();
    Vigil vigil = new Vigil(this, within);
    Look last = vigil.keep();
    // Not before: on their way out, its threads may start others.
    end();
    for (Sighting seen : last.allowed()) {
      settled.add(seen.id());
    }
    doubtful = last.doubtful();
    if (last.isQuiet()) {
      return Optional.empty();
    }
    Proof proof = prove ? Proof.of(last.waiting()) : Proof.NOT_ASKED;
    Findings findings = new Findings(this, last, proof);
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    for (Suspect suspect : last.suspects()) {
      settled.add(suspect.seen().id());
    }
    return Optional.of(findings.report(vigil, ignored(last), interrupt));
  }

  /** Those that a look ignored, and the allowances that no thread was like so far. */
  private List<LeakReport.Ignored> ignored(Look look) {
    List<LeakReport.Ignored> ignored = new ArrayList<>(look.ignored());
    for (Allowance allowance : allowances) {
      if (!allowance.isUsed()) {
        ignored.add(allowance.unseen(eyes));
      }
    }
    return ignored;
  }

  /** Looks who is there now, when that is safe. */
  Look safeLook() {
    awaitSafety();
    return look();
  }

  /** Ends the watch: gives the threads of the scope time to end, and returns who is left. */
  Look survivors(Duration within) {
    untag();
    Look last = new Vigil(this, within).keep();
    end();
    return last;
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
        : Optional.of(findings.report(new Vigil(this, Duration.ZERO), ignored(look), false));
  }

  private void judge(Sighting seen, Look look) {
    if (settled.contains(seen.id())) {
      return;
    }
    Origin origin = chosen.isEmpty() ? eyes.originOf(seen) : Origin.NONE;
    boolean sure = !origin.isNone();
    boolean others = sure ? !scope.covers(origin.scope()) : isLeftOut(seen);
    if (others) {
      return;
    }
    Optional<Innocent> innocent = Innocent.of(seen);
    if (innocent.isPresent()) {
      look.ignore(innocent.get().name(), innocent.get().reason());
    } else if (!isNew(seen)) {
      look.ignore("busy common pool worker", "runs a task from before the test");
    } else if (!company.isEmpty() && SharedWorker.is(seen)) {
      look.ignore("shared worker of a library", "may run the task of another test");
    } else if (!CommonPool.isWorker(seen)
        && mayBeOfOlderPool(seen)
        && Frames.isIdleWorker(seen.stack())) {
      look.ignore("idle pool worker", "its pool is older than the test");
    } else {
      suspect(new Suspect(seen, origin, sure), look);
    }
  }

  private boolean isLeftOut(Sighting seen) {
    return chosen.isPresent() && !chosen.get().contains(seen.id());
  }

  private void suspect(Suspect suspect, Look look) {
    for (Allowance allowance : allowances) {
      if (allowance.covers(suspect.seen(), suspect.origin())) {
        look.allow(suspect.seen(), allowance);
        return;
      }
    }
    if (!suspect.sure() && company.mayOwn(suspect.seen())) {
      look.doubt(suspect);
    } else {
      look.suspect(suspect);
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

  /** Leaves out the threads that a watch within this one has reported or allowed. */
  void exclude(Watch inner) {
    settled.addAll(inner.settled);
  }

  /** Whether there are threads that were told of, or are allowed to stay. */
  boolean hasSettled() {
    return !settled.isEmpty();
  }

  Set<Long> settled() {
    return settled;
  }

  /** The threads that were left when the watch ended and may be of another test as well. */
  List<Suspect> doubtful() {
    return doubtful;
  }

  Scope scope() {
    return scope;
  }

  Eyes eyes() {
    return eyes;
  }

  /** The watches that were open at the same time. */
  Company company() {
    return company;
  }
}
