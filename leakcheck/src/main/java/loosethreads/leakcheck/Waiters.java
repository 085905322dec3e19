package loosethreads.leakcheck;

import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Tells the threads of a heap dump that wait for another thread from all others. When in doubt, a
 * thread is one of the others: it may do anything.
 */
final class Waiters {
  private static final String THREAD = "java/lang/Thread";
  private static final String VIRTUAL = "java/lang/VirtualThread";
  private static final String STATES = "jdk/internal/misc/VM";

  private final HeapGraph graph;
  private final DumpIndex index;
  private final LongFunction<Optional<ThreadInfo>> steady;
  private final HeapGraph.FieldReader tid;
  private final HeapGraph.FieldReader holder;
  private final HeapGraph.FieldReader status;
  private final HeapGraph.FieldReader group;
  private final HeapGraph.FieldReader parent;
  private final int waiting;
  private final int blocked;
  private final Optional<VirtualStates> virtual;

  /** How a virtual thread tells its state; only where there ever was one. */
  private record VirtualStates(
      HeapGraph.FieldReader state,
      HeapGraph.FieldReader permit,
      int unstarted,
      int parked,
      int pinned,
      int terminated) {}

  /**
   * Looks up what it has to read.
   *
   * @param steady what the JVM tells of a platform thread that has not moved while the dump was
   *     taken
   */
  Waiters(HeapGraph graph, LongFunction<Optional<ThreadInfo>> steady) throws CannotProve {
    this.graph = graph;
    this.index = graph.index();
    this.steady = steady;
    tid = graph.reader(THREAD, "tid");
    holder = graph.reader(THREAD, "holder");
    status = graph.reader("java/lang/Thread$FieldHolder", "threadStatus");
    group = graph.reader("java/lang/Thread$FieldHolder", "group");
    parent = graph.reader("java/lang/ThreadGroup", "parent");
    waiting = graph.constant(STATES, "JVMTI_THREAD_STATE_WAITING_INDEFINITELY");
    blocked = graph.constant(STATES, "JVMTI_THREAD_STATE_BLOCKED_ON_MONITOR_ENTER");
    virtual =
        graph.find(VIRTUAL).isEmpty()
            ? Optional.empty()
            : Optional.of(
                new VirtualStates(
                    graph.reader(VIRTUAL, "state"),
                    graph.reader(VIRTUAL, "parkPermit"),
                    graph.constant(VIRTUAL, "NEW"),
                    graph.constant(VIRTUAL, "PARKED"),
                    graph.constant(VIRTUAL, "PINNED"),
                    graph.constant(VIRTUAL, "TERMINATED")));
  }

  /** The thread as one that waits, or empty for any other. */
  Optional<Waiter> of(DumpIndex.StackThread thread) throws CannotProve {
    int object = index.indexOf(thread.object());
    int type = object < 0 ? -1 : graph.classOf(object);
    if (type < 0) {
      return Optional.empty();
    }
    return graph.isKindOf(type, VIRTUAL)
        ? ofVirtual(thread, object, virtual.orElseThrow())
        : ofPlatform(thread, object);
  }

  /** Whether an object is a virtual thread that is alive. */
  boolean isLiveVirtual(int object) {
    int type = virtual.isEmpty() ? -1 : graph.classOf(object);
    if (type < 0 || !graph.isKindOf(type, VIRTUAL)) {
      return false;
    }
    int state = virtual.get().state().i4(object);
    return state != virtual.get().unstarted() && state != virtual.get().terminated();
  }

  /**
   * Only one that is parked. The dump does not say which monitor a virtual thread waits for, and
   * compiled code need not keep it where the dump looks.
   */
  private Optional<Waiter> ofVirtual(DumpIndex.StackThread thread, int object, VirtualStates states)
      throws CannotProve {
    int state = states.state().i4(object);
    if (state != states.parked() && state != states.pinned()) {
      return Optional.empty();
    }
    requireStack(thread);
    return states.permit().isTrue(object)
        ? Optional.empty()
        : Optional.of(new Waiter(thread, object, tid.u8(object), List.of(), 0, List.of()));
  }

  private void requireStack(DumpIndex.StackThread thread) throws CannotProve {
    if (index.depth(thread.trace()) == 0 || index.locals(thread.serial()).isEmpty()) {
      throw new CannotProve("a heap dump of this JVM lacks the stacks of virtual threads");
    }
  }

  private Optional<Waiter> ofPlatform(DumpIndex.StackThread thread, int object) {
    long id = tid.u8(object);
    int held = index.indexOf(holder.u8(object));
    Optional<ThreadInfo> info = steady.apply(id);
    if (held < 0 || info.isEmpty() || index.depth(thread.trace()) == 0) {
      return Optional.empty();
    }
    int state = status.i4(held);
    List<Long> groups = groups(held);
    if ((state & blocked) != 0) {
      return info.get().getThreadState() == Thread.State.BLOCKED && info.get().getLockOwnerId() > 0
          ? Optional.of(
              new Waiter(thread, object, id, List.of(), info.get().getLockOwnerId(), groups))
          : Optional.empty();
    }
    if ((state & waiting) == 0 || info.get().getThreadState() != Thread.State.WAITING) {
      return Optional.empty();
    }
    if (isIn(thread, "jdk/internal/misc/Unsafe", "park")) {
      return Optional.of(new Waiter(thread, object, id, List.of(), 0, groups));
    }
    if (isIn(thread, "java/lang/Object", "wait0") && info.get().getLockInfo() != null) {
      List<Long> monitors = ofClass(thread, info.get().getLockInfo().getClassName());
      return monitors.isEmpty()
          ? Optional.empty()
          : Optional.of(new Waiter(thread, object, id, monitors, 0, groups));
    }
    return Optional.empty();
  }

  private boolean isIn(DumpIndex.StackThread thread, String type, String method) {
    DumpIndex.DumpedFrame top = index.frame(thread.trace(), 0);
    return index.symbol(top.type()).equals(type) && index.symbol(top.method()).equals(method);
  }

  /** Of what a thread refers to, the objects of one class: the monitor is among them. */
  private List<Long> ofClass(DumpIndex.StackThread thread, String name) {
    String wanted = name.replace('.', '/');
    List<Long> found = new ArrayList<>();
    for (DumpIndex.Local local : index.locals(thread.serial())) {
      int object = index.indexOf(local.object());
      int type = object < 0 ? -1 : graph.classOf(object);
      if (type >= 0 && index.classes().get(type).name().equals(wanted)) {
        found.add(local.object());
      }
    }
    return found;
  }

  /**
   * The groups that the program made, from the inner to the outer. The others hold all threads, and
   * whoever goes through all threads is none of those that a proof is about.
   */
  private List<Long> groups(int held) {
    List<Long> groups = new ArrayList<>();
    long next = group.u8(held);
    while (index.indexOf(next) >= 0) {
      groups.add(next);
      next = parent.u8(index.indexOf(next));
    }
    // "system", and "main" or another of the JDK's in it.
    return groups.size() <= 2 ? List.of() : groups.subList(0, groups.size() - 2);
  }
}
