package loosethreads.leakcheck;

import java.util.Arrays;

/** The objects of a heap dump that can be reached from some of them. It only ever grows. */
final class Reach {
  private final HeapGraph graph;
  private final boolean usableOnly;
  private final long[] reached;
  private int[] pending = new int[1024];
  private int count;

  /**
   * Begins with nothing.
   *
   * @param usableOnly which view of the references to take, see {@link HeapGraph}
   */
  Reach(HeapGraph graph, boolean usableOnly) {
    this.graph = graph;
    this.usableOnly = usableOnly;
    this.reached = new long[graph.index().size() / 64 + 1];
  }

  /** Adds an object, for {@link #spread} to go on from. */
  void add(long id) {
    int object = graph.index().indexOf(id);
    if (object >= 0) {
      addObject(object);
    }
  }

  void addObject(int object) {
    if (!has(object)) {
      reached[object >> 6] |= 1L << object;
      if (count == pending.length) {
        pending = Arrays.copyOf(pending, count * 2);
      }
      pending[count++] = object;
    }
  }

  /** Adds all that is reached from what was added. */
  void spread() {
    while (count > 0) {
      graph.references(pending[--count], usableOnly, this::add);
    }
  }

  boolean has(int object) {
    return (reached[object >> 6] & 1L << object) != 0;
  }

  boolean hasId(long id) {
    int object = graph.index().indexOf(id);
    return object >= 0 && has(object);
  }
}
