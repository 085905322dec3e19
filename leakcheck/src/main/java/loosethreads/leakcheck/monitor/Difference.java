package loosethreads.leakcheck.monitor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.StackGroups;

/**
 * The group that has grown most from one look to another.
 *
 * @param group as it was in the second look
 * @param more by how many threads it has grown
 */
record Difference(StackGroup group, int more) {
  private record Place(String kind, List<StackTraceElement> stack) {
    static Place of(StackGroup group) {
      return new Place(group.kind(), group.stack());
    }
  }

  /** Empty when no group has grown. */
  static Optional<Difference> biggest(StackGroups first, StackGroups last) {
    Map<Place, Integer> before = new HashMap<>();
    for (StackGroup group : first.groups()) {
      before.put(Place.of(group), group.count());
    }
    Optional<Difference> biggest = Optional.empty();
    for (StackGroup group : last.groups()) {
      int more = group.count() - before.getOrDefault(Place.of(group), 0);
      if (more > biggest.map(Difference::more).orElse(0)) {
        biggest = Optional.of(new Difference(group, more));
      }
    }
    return biggest;
  }
}
