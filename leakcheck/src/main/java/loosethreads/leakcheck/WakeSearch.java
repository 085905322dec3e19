package loosethreads.leakcheck;

import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Searches a heap dump for the waiting threads that no live thread can ever wake.
 *
 * <p>Live is at first each thread that does not wait, or waits with a limit. To wake a thread, one
 * needs its {@code Thread}, or the monitor it waits for. So whatever a live thread can reach, from
 * its stack and from static fields, may be woken, and is live then, too. When that comes to an end,
 * those that are left wait for each other, or for nobody.
 */
final class WakeSearch {
  private final DumpIndex index;
  private final HeapGraph graph;
  private final Waiters waiters;
  private final Reach live;
  private final List<DumpIndex.StackThread> awake = new ArrayList<>();
  private final Map<Long, Waiter> asleep = new HashMap<>();

  private WakeSearch(HeapGraph graph, LongFunction<Optional<ThreadInfo>> steady)
      throws CannotProve {
    this.graph = graph;
    this.index = graph.index();
    this.waiters = new Waiters(graph, steady);
    this.live = new Reach(graph, true);
  }

  /**
   * What was found.
   *
   * @param places the threads that nobody can wake, by id, and a number for where they wait
   * @param hidden the code of a live thread that may hold more than the dump shows, if any
   */
  record Found(Map<Long, Long> places, Optional<String> hidden) {}

  /**
   * Searches for some threads.
   *
   * @param wanted their ids
   * @param steady what the JVM tells of a platform thread that has not moved while the dump was
   *     taken
   */
  static Found in(
      DumpIndex index,
      Set<Long> wanted,
      LongFunction<Optional<ThreadInfo>> steady,
      OptimizedCode code)
      throws CannotProve {
    WakeSearch search = new WakeSearch(new HeapGraph(index), steady);
    search.begin();
    search.spread();
    Map<Long, Long> places = new HashMap<>();
    for (Waiter waiter : search.asleep.values()) {
      if (wanted.contains(waiter.id())) {
        places.put(waiter.id(), search.place(waiter));
      }
    }
    return new Found(places, places.isEmpty() ? Optional.empty() : search.hidden(code));
  }

  private void begin() throws CannotProve {
    Set<Integer> serials = new HashSet<>();
    Set<Long> seen = new HashSet<>();
    for (DumpIndex.StackThread thread : index.threads()) {
      serials.add(thread.serial());
      seen.add(thread.object());
      Optional<Waiter> waiter = waiters.of(thread);
      if (waiter.isPresent()) {
        asleep.put(waiter.get().id(), waiter.get());
      } else {
        wake(thread);
      }
    }
    addRoots(live);
    for (int serial = 0; serial <= index.lastSerial(); serial++) {
      if (!serials.contains(serial)) {
        addLocals(live, serial);
      }
    }
    addWithoutStack(seen);
    addReferenceQueues();
    addUnexplained();
  }

  private void addRoots(Reach reach) {
    for (DumpedClass type : index.classes()) {
      reach.add(type.id());
    }
    for (int i = 0; i < index.globals().size(); i++) {
      reach.add(index.globals().get(i));
    }
  }

  private void addLocals(Reach reach, int serial) {
    for (DumpIndex.Local local : index.locals(serial)) {
      reach.add(local.object());
    }
  }

  /** Virtual threads that are about to run for the first time. */
  private void addWithoutStack(Set<Long> seen) {
    for (int object = 0; object < index.size(); object++) {
      if (waiters.isLiveVirtual(object)
          && !seen.contains(index.file().u8(index.position(object) + 1))) {
        live.addObject(object);
      }
    }
  }

  /** The collector may put a reference into its queue at any time, and wake who waits there. */
  private void addReferenceQueues() throws CannotProve {
    HeapGraph.FieldReader queue = graph.reader("java/lang/ref/Reference", "queue");
    boolean[] isReference = new boolean[index.classes().size()];
    for (int i = 0; i < isReference.length; i++) {
      isReference[i] = graph.isKindOf(i, "java/lang/ref/Reference");
    }
    for (int object = 0; object < index.size(); object++) {
      int type = graph.classOf(object);
      if (type >= 0 && isReference[type]) {
        live.add(queue.u8(object));
      }
    }
  }

  /**
   * Adds what the collector holds live though nothing in the dump refers to it: it is held by the
   * JVM itself, or by compiled code, and so perhaps by a live thread.
   */
  private void addUnexplained() {
    Reach explained = new Reach(graph, false);
    addRoots(explained);
    for (int serial = 0; serial <= index.lastSerial(); serial++) {
      addLocals(explained, serial);
    }
    for (DumpIndex.StackThread thread : index.threads()) {
      explained.add(thread.object());
    }
    explained.spread();
    for (int object = 0; object < index.size(); object++) {
      if (!explained.has(object)) {
        live.addObject(object);
      }
    }
  }

  private void wake(DumpIndex.StackThread thread) {
    awake.add(thread);
    live.add(thread.object());
    addLocals(live, thread.serial());
  }

  private void spread() {
    boolean changed = true;
    while (changed) {
      live.spread();
      changed = false;
      for (Iterator<Waiter> all = asleep.values().iterator(); all.hasNext(); ) {
        Waiter waiter = all.next();
        if (canBeWoken(waiter)) {
          all.remove();
          wake(waiter.thread());
          changed = true;
        }
      }
    }
  }

  private boolean canBeWoken(Waiter waiter) {
    return live.has(waiter.object())
        || (waiter.owner() != 0 && !asleep.containsKey(waiter.owner()))
        || isOneLive(waiter.monitors())
        || isOneLive(waiter.groups());
  }

  private boolean isOneLive(List<Long> objects) {
    for (long id : objects) {
      // An array that refers to nothing has no number: nobody knows then.
      if (index.indexOf(id) < 0 || live.hasId(id)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> hidden(OptimizedCode code) {
    for (DumpIndex.StackThread thread : awake) {
      Optional<String> place = code.hidingPlace(index, thread.trace());
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  /** The same for a thread that is still at the same place in another dump. */
  private long place(Waiter waiter) {
    long place = 0;
    for (int i = 0; i < index.depth(waiter.thread().trace()); i++) {
      place = place * 31 + index.frame(waiter.thread().trace(), i).hashCode();
    }
    return place;
  }
}
