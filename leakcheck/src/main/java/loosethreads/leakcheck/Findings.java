package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Records everything about the threads that are left, and only then touches them. */
final class Findings {
  private static final String DELAYED =
      "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";

  /** Threads that are looked at one by one. A stack costs microseconds, and memory. */
  private static final int EXAMINED = 1_000;

  private static final Optional<Thread.State> RUNNABLE = Optional.of(Thread.State.RUNNABLE);

  private final Watch watch;
  private final Proof proof;
  private final Map<Group, List<Suspect>> groups = new LinkedHashMap<>();
  private final Map<Group, StackTraceElement[]> stacks = new HashMap<>();
  private final Map<Group, Integer> similar = new HashMap<>();

  Findings(Watch watch, Look last, Proof proof) {
    this.watch = watch;
    this.proof = proof;
    List<Suspect> suspects = last.suspects();
    int examined = Math.min(EXAMINED, suspects.size());
    for (Suspect suspect : suspects.subList(0, examined)) {
      record(suspect);
    }
    addSimilar(suspects.subList(examined, suspects.size()));
  }

  /**
   * Counts the other threads to the one group whose threads were born at the same line and are in
   * the same state. Where no or several groups are like it, a thread is looked at after all.
   */
  private void addSimilar(List<Suspect> others) {
    Map<Looks, List<Group>> byLooks = new HashMap<>();
    for (Group group : groups.keySet()) {
      byLooks
          .computeIfAbsent(
              new Looks(
                  group.virtual(), group.state(), group.birth(), group.caller(), group.proven()),
              _ -> new ArrayList<>())
          .add(group);
    }
    for (Suspect suspect : others) {
      Optional<StackTraceElement> birth = birth(suspect.origin());
      List<Group> alike =
          byLooks.getOrDefault(
              new Looks(
                  suspect.seen().virtual(),
                  suspect.seen().state(),
                  birth,
                  caller(suspect.origin()),
                  isProven(suspect)),
              List.of());
      if (birth.isPresent() && alike.size() == 1) {
        similar.merge(alike.getFirst(), 1, Integer::sum);
      } else {
        record(suspect);
      }
    }
  }

  /** What can be told of a thread without its stack. */
  private record Looks(
      boolean virtual,
      Optional<Thread.State> state,
      Optional<StackTraceElement> birth,
      Optional<StackTraceElement> caller,
      boolean proven) {}

  /** What threads have in common that the report tells as one. */
  private record Group(
      boolean virtual,
      boolean daemon,
      Optional<Thread.State> state,
      Optional<StackTraceElement> at,
      Optional<StackTraceElement> birth,
      Optional<StackTraceElement> caller,
      WaitReason reason,
      String owner,
      boolean sure,
      boolean proven) {}

  private void record(Suspect suspect) {
    Sighting seen = suspect.seen();
    Optional<Thread.State> state = seen.state();
    StackTraceElement[] stack = seen.stack();
    for (int i = 0; i < 3 && !state.equals(seen.state()); i++) {
      // It moved between the two questions; a state with the stack of another would mislead.
      state = seen.state();
      stack = seen.stack();
    }
    if (seen.thread().isPresent() && !seen.thread().get().isAlive()) {
      return;
    }
    Group group =
        new Group(
            seen.virtual(),
            seen.daemon(),
            state,
            Frames.firstOfUser(stack),
            birth(suspect.origin()),
            caller(suspect.origin()),
            reason(seen, state, stack),
            owner(seen, stack),
            suspect.sure(),
            isProven(suspect));
    groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(suspect);
    stacks.putIfAbsent(group, stack);
  }

  private boolean isProven(Suspect suspect) {
    return proof.proven().contains(suspect.seen().id());
  }

  private static Optional<StackTraceElement> birth(Origin origin) {
    return origin.site().map(StackFrame::toStackTraceElement);
  }

  private static Optional<StackTraceElement> caller(Origin origin) {
    return origin.caller().map(StackFrame::toStackTraceElement);
  }

  private static WaitReason reason(
      Sighting seen, Optional<Thread.State> state, StackTraceElement[] stack) {
    WaitReason reason = WaitReason.of(state, stack, seen.blocker());
    if (reason.rule() != Rule.LOCK) {
      return reason;
    }
    Optional<Thread> owner = seen.lockOwner();
    if (owner.isPresent()) {
      return new WaitReason(reason.words() + ": " + holds(owner.get()), Rule.LOCK);
    }
    if (seen.virtual()) {
      return reason;
    }
    // The JVM knows who holds a lock, but tells it of platform threads only.
    ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(seen.id());
    return info == null || info.getLockOwnerName() == null
        ? reason
        : new WaitReason(
            reason.words() + ": thread \"" + info.getLockOwnerName() + "\" has it", Rule.LOCK);
  }

  private static String holds(Thread owner) {
    String name = owner.getName().isEmpty() ? "#" + owner.threadId() : '"' + owner.getName() + '"';
    return "thread "
        + name
        + (owner.isAlive() ? " has it" : " took it, and ended without giving it back");
  }

  private static String owner(Sighting seen, StackTraceElement[] stack) {
    String container = seen.container();
    if (container.isEmpty() || CommonPool.owns(container)) {
      return container.isEmpty() ? "" : "the common pool";
    }
    int end = container.indexOf('@');
    String type = container.substring(0, end < 0 ? container.length() : end);
    int slash = type.indexOf('/');
    if (slash >= 0) {
      // "name/class": a pool or a scope that has a name.
      type =
          type.contains("ThreadFlock")
              ? "StructuredTaskScope " + type.substring(0, slash)
              : "ForkJoinPool";
    }
    type = type.substring(type.lastIndexOf('.') + 1);
    if (type.endsWith("Impl")) {
      type = type.substring(0, type.length() - "Impl".length());
    }
    return "a " + type + shutdown(seen.executor(), stack);
  }

  private static String shutdown(Optional<ExecutorService> executor, StackTraceElement[] stack) {
    if (executor.isPresent()) {
      return executor.get().isShutdown() ? ", shut down" : ", not shut down";
    }
    // A worker that found its pool shut down would not wait for another task. One exception: a task
    // that is due later stays in the queue, and the worker waits for that.
    return Frames.isIdleWorker(stack) && !Frames.hasClass(stack, DELAYED) ? ", not shut down" : "";
  }

  /** Whether all ended while they were recorded, after all. */
  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** What there is, with nothing done to it. */
  List<Leak> leaks() {
    List<Leak> leaks = new ArrayList<>();
    groups.forEach((group, suspects) -> leaks.add(leak(group, suspects, false)));
    return leaks;
  }

  LeakReport report(Vigil vigil, List<LeakReport.Ignored> ignored, boolean interrupt) {
    List<Thread> own = new ArrayList<>();
    if (interrupt) {
      groups.values().forEach(group -> own.addAll(interruptible(group)));
      Interruption.of(own);
    }
    List<Leak> leaks = new ArrayList<>();
    Rule rule = Rule.OWNER;
    int most = 0;
    for (Map.Entry<Group, List<Suspect>> entry : groups.entrySet()) {
      Leak leak = leak(entry.getKey(), entry.getValue(), interrupt);
      leaks.add(leak);
      if (leak.count() > most) {
        most = leak.count();
        rule =
            leak.afterInterrupt().equals(Interruption.SWALLOWED)
                ? Rule.SWALLOWED
                : entry.getKey().reason().rule();
      }
    }
    // Stable: groups of one size keep the order in which their threads were found.
    leaks.sort(Comparator.comparingInt(Leak::count).reversed());
    return ReportText.complete(watch, vigil, leaks, ignored, proof.account(), rule);
  }

  /** Threads that are surely the test's. Others may be needed by somebody else. */
  private List<Thread> interruptible(List<Suspect> group) {
    List<Thread> threads = new ArrayList<>();
    for (Suspect suspect : group) {
      Optional<Thread> thread = suspect.seen().thread();
      boolean certain =
          suspect.sure() || (watch.eyes().tags().isEmpty() && watch.company().isEmpty());
      if (thread.isPresent() && certain) {
        threads.add(thread.get());
      }
    }
    return threads;
  }

  private Leak leak(Group group, List<Suspect> suspects, boolean interrupt) {
    StackTraceElement[] stack = stacks.get(group);
    List<String> lines = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      lines.add(Frames.line(frame));
    }
    return new Leak(
        group.virtual() ? "virtual" : "platform",
        suspects.size() + similar.getOrDefault(group, 0),
        suspects.size(),
        group.daemon(),
        group.state().map(Enum::name).orElse("unknown"),
        group.at().map(Frames::place).orElse(""),
        group.at().map(Frames::method).orElse(""),
        group.birth().map(Frames::place).orElse(""),
        group.birth().map(Frames::method).orElse(""),
        group.caller().map(Frames::place).orElse(""),
        group.caller().map(Frames::method).orElse(""),
        group.reason().words(),
        group.owner(),
        interrupt ? afterInterrupt(suspects, stack) : "not interrupted",
        verdict(group),
        group.sure(),
        lines);
  }

  private static String verdict(Group group) {
    if (group.proven()) {
      return "proven";
    }
    return group.state().equals(RUNNABLE) ? "running" : "leaked";
  }

  private String afterInterrupt(List<Suspect> suspects, StackTraceElement[] stack) {
    List<Thread> threads = interruptible(suspects);
    return threads.isEmpty()
        ? "not interrupted"
        : Interruption.words(threads, Frames.isIdleWorker(stack));
  }
}
