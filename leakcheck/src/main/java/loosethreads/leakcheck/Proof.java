package loosethreads.leakcheck;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Which threads no live thread can ever wake, and how that was found out.
 *
 * <p>One heap dump is not enough. A platform thread that was woken, but has not got a core yet,
 * still says that it waits, and whoever woke it may have ended. So there are two, and in between
 * each thread that is ready to run gets the time to run.
 *
 * @param proven the ids of threads that both dumps show to be cut off
 * @param account how it went; empty when nobody asked for a proof
 */
record Proof(Set<Long> proven, String account) {
  static final Proof NOT_ASKED = new Proof(Set.of(), "");

  /**
   * How far apart the two dumps are at least. Time in which this process stood still adds to it.
   */
  private static final Duration APART = Duration.ofMillis(500);

  private static final long PAUSE = 10_000_000;

  /** How many empty threads may fail to run in time. */
  private static final int CANARIES = 20;

  boolean isAsked() {
    return !account.isEmpty();
  }

  /** Tries to prove it of some threads, given by their ids: to hold one would make it reachable. */
  static Proof of(Set<Long> suspects) {
    return of(suspects, HeapDumpFile.LARGEST_HEAP);
  }

  static Proof of(Set<Long> suspects, long largestHeap) {
    try {
      return attempt(suspects, largestHeap);
    } catch (CannotProve e) {
      return new Proof(Set.of(), "cannot prove: " + e.getMessage() + "; reported as leaked");
    }
  }

  /** Does the same, and leaves it to the caller what to say when there can be no proof. */
  static Proof attempt(Set<Long> suspects, long largestHeap) throws CannotProve {
    // To map a file into memory does not work with an interrupt pending.
    boolean interrupted = Thread.interrupted();
    try {
      return new Attempt(largestHeap).on(suspects);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Attempt {
    private final long largestHeap;

    /** What the JVM told of its platform threads before all else. */
    private final PlatformWaits first = PlatformWaits.now();

    Attempt(long largestHeap) {
      this.largestHeap = largestHeap;
    }

    Proof on(Set<Long> suspects) throws CannotProve {
      Map<Long, Long> once = search(suspects);
      if (once.isEmpty()) {
        return new Proof(Set.of(), "none, by one heap dump");
      }
      letOthersRun();
      Map<Long, Long> twice = search(once.keySet());
      Set<Long> proven = new HashSet<>();
      for (Map.Entry<Long, Long> thread : twice.entrySet()) {
        if (thread.getValue().equals(once.get(thread.getKey()))) {
          proven.add(thread.getKey());
        }
      }
      return new Proof(
          Set.copyOf(proven), "by two heap dumps, at least " + APART.toMillis() + " ms apart");
    }

    private Map<Long, Long> search(Set<Long> suspects) throws CannotProve {
      OptimizedCode codeBefore = OptimizedCode.now();
      try (HeapDumpFile file = HeapDumpFile.write(largestHeap)) {
        // Compared with the very first: in the second dump, who has moved in between is awake.
        PlatformWaits last = PlatformWaits.now();
        OptimizedCode code = codeBefore.and(OptimizedCode.now());
        WakeSearch.Found found =
            WakeSearch.in(DumpIndex.of(file), suspects, id -> last.steady(first, id), code);
        if (found.hidden().isPresent()) {
          throw new CannotProve(
              "a live thread runs "
                  + found.hidden().get()
                  + ", which is compiled so that it may hold what no heap dump shows; run with "
                  + OptimizedCode.FLAG);
        }
        return new HashMap<>(found.places());
      }
    }

    private static void letOthersRun() throws CannotProve {
      Patience patience = new Patience(APART, System::nanoTime);
      while (!patience.isOver()) {
        LockSupport.parkNanos(PAUSE);
      }
      for (int i = 0; i < CANARIES; i++) {
        if (Canary.sings()) {
          return;
        }
      }
      throw new CannotProve("the machine is too busy to run an empty thread in time");
    }
  }
}
