package loosethreads.leakcheck;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the live threads of this JVM, virtual ones too: what {@code runtime.NumGoroutine} is to a
 * program in Go.
 *
 * <p>Threads that no program starts or ends, such as carriers, are left out: the list is the one
 * that leakcheck ignores.
 */
public final class ThreadCensus {
  private ThreadCensus() {}

  /**
   * Counts the threads that are alive now, without the one that asks. A virtual thread that was
   * started with {@code Thread} itself is always seen, one of an executor as long as its executor
   * can be reached.
   *
   * <p>It takes milliseconds where {@code jdk.internal.vm} is exported, and goes through a dump of
   * all threads where it is not.
   */
  public static ThreadCount count() {
    int platform = 0;
    int virtual = 0;
    for (Sighting seen : Eyes.best().census().bornAfter(0)) {
      if (Innocent.of(seen).isPresent()) {
        continue;
      }
      if (seen.virtual()) {
        virtual++;
      } else {
        platform++;
      }
    }
    return new ThreadCount(platform, virtual);
  }

  /**
   * Groups the threads that are alive now by their stacks, without the one that asks. It takes what
   * a stack costs for each thread, and memory for each different stack.
   *
   * <p>Where it {@linkplain #needsDump needs a dump}, it waits up to a second for a moment when
   * this is safe.
   *
   * @throws IllegalStateException if a dump is needed, and there was no such moment
   */
  public static StackGroups groups() {
    Census census = Eyes.best().census();
    SafeMoment.await(census);
    StackTally tally = new StackTally();
    int ignored = 0;
    for (Sighting seen : census.bornAfter(0)) {
      if (Innocent.of(seen).isPresent()) {
        ignored++;
      } else {
        tally.add(seen);
      }
    }
    return tally.groups(ignored, census.name());
  }

  /**
   * Tries to prove of the threads of a group that no live thread can ever wake them: that they are
   * leaked for good. What it can't prove may still be a leak.
   *
   * <p>It takes two dumps of the heap, at least half a second apart, into the folder for temporary
   * files, and deletes them. The program stands still while a dump is written, and all of its heap
   * must have room on the disk. If the heap is too large, or a live thread runs code that may hide
   * what it holds, {@link GroupProof#account} says so, and nothing is proven.
   *
   * @param id the name of the group, as {@link StackGroup#id} tells it
   * @return what was found; empty if no thread is in such a group now
   * @throws IllegalStateException if {@link #groups} throws it
   */
  public static Optional<GroupProof> prove(String id) {
    return groups().groups().stream()
        .filter(group -> group.id().equals(id))
        .findFirst()
        .flatMap(ThreadCensus::prove);
  }

  private static Optional<GroupProof> prove(StackGroup group) {
    Set<Long> members = members(group);
    return members.isEmpty() ? Optional.empty() : Optional.of(GroupProof.of(group, members));
  }

  /** Their ids only: whoever holds a thread can wake it, and then there is no proof. */
  private static Set<Long> members(StackGroup group) {
    Set<Long> ids = new HashSet<>();
    Census census = Eyes.best().census();
    SafeMoment.await(census);
    for (Sighting seen : census.bornAfter(0)) {
      if (Innocent.of(seen).isEmpty() && StackTally.isOf(group, seen)) {
        ids.add(seen.id());
      }
    }
    return ids;
  }

  /**
   * Tells whether each look at the threads goes through a dump of them all, because this JVM does
   * not export {@code jdk.internal.vm}. What looks again and again in production should not: a dump
   * is slow, and JDK 25 can crash if a virtual thread is being mounted at that moment (<a
   * href="https://github.com/openjdk/jdk/pull/26612">JDK-8364343</a>).
   */
  public static boolean needsDump() {
    return Eyes.best().census() instanceof DumpCensus;
  }
}
