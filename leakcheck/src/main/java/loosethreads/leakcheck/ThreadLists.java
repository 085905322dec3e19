package loosethreads.leakcheck;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * The objects of which the JDK's lists of all threads and containers consist. Whoever begins or
 * ends a virtual thread has such a list on the stack for a moment, and yet gets at no other thread.
 */
final class ThreadLists {
  private static final String MAP = "java/util/concurrent/ConcurrentHashMap";

  private final HeapGraph graph;
  private final BitSet parts = new BitSet();

  ThreadLists(HeapGraph graph) {
    this.graph = graph;
  }

  /** Adds a list, with all that it is made of, and without what is in it. */
  void add(long list) {
    Deque<Integer> pending = new ArrayDeque<>();
    note(graph.index().indexOf(list), pending);
    while (!pending.isEmpty()) {
      graph.references(
          pending.pop(),
          false,
          id -> {
            int object = graph.index().indexOf(id);
            if (object >= 0 && graph.typeOf(object).contains(MAP)) {
              note(object, pending);
            }
          });
    }
  }

  private void note(int object, Deque<Integer> pending) {
    if (object >= 0 && !has(object)) {
      parts.set(object);
      pending.push(object);
    }
  }

  boolean has(int object) {
    return parts.get(object);
  }
}
