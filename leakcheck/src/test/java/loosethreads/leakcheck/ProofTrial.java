package loosethreads.leakcheck;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import loosethreads.leakcheck.programs.Kind;
import loosethreads.leakcheck.programs.Stuck;
import loosethreads.leakcheck.programs.Wakeable;

/**
 * Counts wrong proofs, in a JVM of its own, which ends with all that is stuck in it.
 *
 * <p>Arguments: how many rounds; how often to start each healthy program in a round, for each pair
 * of kinds of threads; how late, in milliseconds, they may be woken; how many busy loops run beside
 * it: {@code 20 3 4000 4}. A first round has stuck threads only, and shows what can be proven. In
 * the others, threads that will be woken, at any time before, during, and after the proof, wait
 * beside them. It exits with 1 when one of these was proven to be stuck, or when there was nothing
 * to be wrong about because no proof came about at all.
 */
final class ProofTrial {
  private static final long LONG_ENOUGH = 120_000_000_000L;

  private final Random random = new Random(1);
  private final long latest;
  private final Map<String, Integer> proven = new TreeMap<>();
  private final Map<String, Integer> accounts = new TreeMap<>();
  private final List<Double> times = new ArrayList<>();

  /** As a watch has them. A virtual thread that nobody holds at all could be collected. */
  private final List<Sighting> held = new ArrayList<>();

  private int healthy;
  private int wrong;

  private ProofTrial(long latest) {
    this.latest = latest;
  }

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    int copies = Integer.parseInt(args[1]);
    List<ProcessHandle> loops = new ArrayList<>();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> loops.forEach(ProcessHandle::destroyForcibly)));
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      loops.add(Stress.busyLoop());
    }
    holdListOfAllVirtualThreads();
    ProofTrial trial = new ProofTrial(Long.parseLong(args[2]));
    trial.round(List.of(), 0);
    trial.tellTable();
    Wakeable.startOneThatAShutdownHookWakes(Kind.PLATFORM);
    Wakeable.startOneThatAShutdownHookWakes(Kind.VIRTUAL);
    List<Long> hooked = Wakeable.ids();
    for (int i = 0; i < rounds; i++) {
      trial.round(hooked, copies);
      System.out.println("so far: " + trial.wrong + " of " + trial.healthy + " wrong");
    }
    System.exit(trial.tell(rounds) ? 0 : 1);
  }

  /** As any thread does for a moment that begins or ends a virtual one, this one does for good. */
  private static void holdListOfAllVirtualThreads() throws ReflectiveOperationException {
    Field list =
        Class.forName("jdk.internal.vm.ThreadContainers$RootContainer$TrackingRootContainer")
            .getDeclaredField("VTHREADS");
    list.setAccessible(true);
    var threads = (ConcurrentHashMap.KeySetView<?, ?>) list.get(null);
    Thread.ofPlatform().daemon().start(() -> hold(threads, threads.getMap()));
  }

  /** Waits with a limit, and so is as live as one that runs. */
  private static void hold(Object list, Object map) {
    try {
      while (true) {
        LockSupport.parkNanos(LONG_ENOUGH);
      }
    } finally {
      Reference.reachabilityFence(list);
      Reference.reachabilityFence(map);
    }
  }

  private void round(List<Long> hooked, int copies) throws Exception {
    Wakeable.forget();
    Map<Stuck, Map<Kind, List<Long>>> stuck = new EnumMap<>(Stuck.class);
    Set<Long> suspects = new HashSet<>(hooked);
    long mark = Mark.now();
    for (Stuck program : Stuck.values()) {
      for (Kind kind : Kind.values()) {
        List<Long> ids = program.start(kind);
        held.addAll(Eyes.best().census().bornAfter(mark));
        stuck.computeIfAbsent(program, _ -> new EnumMap<>(Kind.class)).put(kind, ids);
        suspects.addAll(ids);
      }
    }
    awaitRest(suspects);
    Map<Long, String> names = new TreeMap<>();
    for (Wakeable program : Wakeable.values()) {
      for (Kind kind : Kind.values()) {
        for (Kind other : Kind.values()) {
          for (int i = 0; i < copies; i++) {
            Set<Long> before = new HashSet<>(Wakeable.ids());
            program.run(kind, other, random.nextLong(1, latest));
            for (long id : Wakeable.ids()) {
              if (!before.contains(id)) {
                names.put(id, program + " " + kind + " by " + other);
              }
            }
          }
        }
      }
    }
    suspects.addAll(Wakeable.ids());
    healthy += hooked.size() + Wakeable.ids().size();
    Proof proof = prove(suspects);
    accounts.merge(proof.account(), 1, Integer::sum);
    for (long id : proof.proven()) {
      if (hooked.contains(id) || names.containsKey(id)) {
        wrong++;
        System.out.println("WRONG: proven " + names.getOrDefault(id, "one that a hook wakes"));
      }
    }
    stuck.forEach(
        (program, kinds) -> kinds.forEach((kind, ids) -> count(program, kind, ids, proof)));
    held.clear();
    awaitEnd(hooked.size());
  }

  /** Stuck threads must have come to where they stay. */
  private void awaitRest(Set<Long> suspects) throws InterruptedException {
    long start = System.nanoTime();
    for (Sighting seen : held) {
      while (suspects.contains(seen.id())
          && seen.state().equals(Optional.of(Thread.State.RUNNABLE))) {
        Thread.sleep(1);
        if (System.nanoTime() - start > LONG_ENOUGH) {
          System.out.println("WRONG: " + seen.name() + " never came to rest");
          System.exit(1);
        }
      }
    }
  }

  private Proof prove(Set<Long> suspects) {
    long start = System.nanoTime();
    Proof proof = Proof.of(suspects);
    times.add((System.nanoTime() - start) / 1e6);
    return proof;
  }

  private void count(Stuck program, Kind kind, List<Long> ids, Proof proof) {
    if (proof.proven().containsAll(ids)) {
      proven.merge(name(program, kind), 1, Integer::sum);
      if (!program.isProvable(kind)) {
        wrong++;
        System.out.println("WRONG: proven " + name(program, kind));
      }
    }
  }

  /** All that was to be woken must come to its end, or it was no fair trial. */
  private static void awaitEnd(int hooked) throws InterruptedException {
    long start = System.nanoTime();
    while (Wakeable.alive() > hooked) {
      // For those that wait for the collector.
      System.gc();
      Thread.sleep(20);
      if (System.nanoTime() - start > LONG_ENOUGH) {
        System.out.println("WRONG: " + (Wakeable.alive() - hooked) + " were never woken");
        System.exit(1);
      }
    }
  }

  private void tellTable() {
    for (Stuck program : Stuck.values()) {
      for (Kind kind : Kind.values()) {
        System.out.println(
            name(program, kind) + (proven.containsKey(name(program, kind)) ? ": proven" : ": no"));
      }
    }
    System.out.println("Proof: " + accounts.keySet());
    proven.clear();
    accounts.clear();
    times.clear();
  }

  private static String name(Stuck program, Kind kind) {
    return program + " " + kind;
  }

  private boolean tell(int rounds) {
    int stuck = proven.values().stream().mapToInt(i -> i).sum();
    double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%d rounds: %d proofs of healthy threads, of %d; %d of stuck ones; a proof took %.0f ms in"
            + " the median, %.0f to %.0f; %s%n",
        rounds,
        wrong,
        healthy,
        stuck,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1],
        accounts);
    return wrong == 0 && stuck > 0;
  }
}
