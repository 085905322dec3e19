package loosethreads.leakcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts threads by what they do. What it keeps is bounded by the number of different stacks, and
 * that number is bounded, too: a program that is in trouble may have any.
 */
final class StackTally {
  /** The innermost frames of a stack that count; the rest of a deep recursion tells no more. */
  static final int DEPTH = 128;

  /** The different stacks that are told. */
  static final int KEPT = 2_000;

  private static final Comparator<StackGroup> ORDER =
      Comparator.comparingInt(StackGroup::count)
          .reversed()
          .thenComparing(StackGroup::kind)
          .thenComparing(StackGroup::at)
          .thenComparing(StackGroup::method)
          .thenComparingInt(group -> group.stack().size());

  private final Map<Place, Threads> places = new HashMap<>();
  private int platform;
  private int virtual;
  private int others;

  private record Place(boolean virtual, List<StackTraceElement> frames) {
    static Place of(boolean virtual, StackTraceElement[] stack) {
      List<StackTraceElement> frames = Arrays.asList(stack);
      return new Place(virtual, frames.size() > DEPTH ? frames.subList(0, DEPTH) : frames);
    }
  }

  private static final class Threads {
    final EnumMap<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
    int count;
  }

  /** Adds a thread, unless it has ended meanwhile. */
  void add(Sighting seen) {
    StackTraceElement[] stack = seen.stack();
    if (seen.thread().isPresent() && !seen.thread().get().isAlive()) {
      return;
    }
    Place place = Place.of(seen.virtual(), stack);
    if (seen.virtual()) {
      virtual++;
    } else {
      platform++;
    }
    Threads threads = places.computeIfAbsent(place, _ -> new Threads());
    threads.count++;
    seen.state().ifPresent(state -> threads.states.merge(state, 1, Integer::sum));
    if (places.size() == 2 * KEPT) {
      keepTheBiggest();
    }
  }

  /**
   * Forgets the smaller half. A group that is big, and comes late, still makes its way; and while
   * there are not twice as many stacks as are told, nothing is forgotten.
   */
  private void keepTheBiggest() {
    List<Map.Entry<Place, Threads>> all = new ArrayList<>(places.entrySet());
    all.sort(Comparator.comparingInt(place -> -place.getValue().count));
    for (Map.Entry<Place, Threads> small : all.subList(KEPT, all.size())) {
      others += small.getValue().count;
      places.remove(small.getKey());
    }
  }

  /** Tells whether a thread is where those of a group are. */
  static boolean isOf(StackGroup group, Sighting seen) {
    return group.kind().equals(kind(seen.virtual()))
        && Place.of(seen.virtual(), seen.stack()).frames().equals(group.stack());
  }

  /** Says what was found. */
  StackGroups groups(int ignored, String census) {
    if (places.size() > KEPT) {
      keepTheBiggest();
    }
    List<StackGroup> groups = new ArrayList<>(places.size());
    for (Map.Entry<Place, Threads> entry : places.entrySet()) {
      groups.add(group(entry.getKey(), entry.getValue()));
    }
    groups.sort(ORDER);
    return new StackGroups(new ThreadCount(platform, virtual), groups, others, ignored, census);
  }

  private static StackGroup group(Place place, Threads threads) {
    StackTraceElement[] stack = place.frames().toArray(new StackTraceElement[0]);
    var at = Frames.firstOfUser(stack);
    return new StackGroup(
        threads.count,
        kind(place.virtual()),
        threads.states,
        at.map(Frames::place).orElse(""),
        at.map(Frames::method).orElse(""),
        place.frames());
  }

  private static String kind(boolean virtual) {
    return virtual ? "virtual" : "platform";
  }
}
