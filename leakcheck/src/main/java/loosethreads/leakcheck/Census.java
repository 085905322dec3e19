package loosethreads.leakcheck;

import java.util.List;
import java.util.Set;

/** A way to see every live thread of this JVM, virtual ones too. */
sealed interface Census permits ContainerCensus, DumpCensus {
  /** How the report names it. */
  String name();

  /**
   * Finds the live threads that were constructed after the mark, except the one that asks. Workers
   * of the common pool are found whatever their age: an old one may run a new task.
   *
   * @param mark a thread id, from {@link Mark}; 0 for all threads
   */
  List<Sighting> bornAfter(long mark);

  /** Whether it is safe to look now. If not, it soon may be. */
  boolean isSafe();

  /** The executors and scopes that exist now, by the names that sightings give. */
  Set<String> containers();
}
