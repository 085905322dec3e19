package loosethreads.workbook.snippet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Watches a number of threads and says where it goes.
 *
 * <p>A leak is told from work that comes and goes by the fewest threads there were in a while: what
 * ends brings that number down again. It is told from a program that has just started its workers
 * by the most there were: they become no more.
 */
final class Trend {
  /** Where the number goes. */
  enum State {
    CLIMBING,
    FLAT,
    NONE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Two halves of this are compared, in milliseconds. */
  private static final long WINDOW = 2_000;

  private record Point(long millis, int threads) {}

  private final Deque<Point> points = new ArrayDeque<>();
  private State state = State.NONE;
  private long begun;

  /** Takes the next count, and tells the new state if it is another one. */
  Optional<SnippetEvent.Verdict> next(long millis, int threads) {
    if (points.isEmpty() && threads == 0) {
      return Optional.empty();
    }
    if (points.isEmpty()) {
      begun = millis;
    }
    points.addLast(new Point(millis, threads));
    while (points.size() > 1 && points.getFirst().millis() < millis - WINDOW) {
      points.removeFirst();
    }
    // To begin is not to climb.
    State now = millis - begun < WINDOW ? state : judge(millis);
    if (now == state) {
      return Optional.empty();
    }
    state = now;
    return Optional.of(verdict(now, words(now, threads)));
  }

  private State judge(long millis) {
    int highestOfEarly = 0;
    int highestOfLate = 0;
    int lowestOfEarly = Integer.MAX_VALUE;
    int lowestOfLate = Integer.MAX_VALUE;
    for (Point point : points) {
      if (point.millis() < millis - WINDOW / 2) {
        lowestOfEarly = Math.min(lowestOfEarly, point.threads());
        highestOfEarly = Math.max(highestOfEarly, point.threads());
      } else {
        lowestOfLate = Math.min(lowestOfLate, point.threads());
        highestOfLate = Math.max(highestOfLate, point.threads());
      }
    }
    if (lowestOfEarly == Integer.MAX_VALUE) {
      // Samples were late.
      return state;
    }
    if (highestOfLate == 0) {
      return State.NONE;
    }
    if (lowestOfLate > lowestOfEarly && highestOfLate > highestOfEarly) {
      return State.CLIMBING;
    }
    return State.FLAT;
  }

  /** What is to be said in the end, when no more counts come. */
  SnippetEvent.Verdict last() {
    int left = points.isEmpty() ? 0 : points.getLast().threads();
    if (left == 0) {
      return verdict(
          State.NONE,
          points.isEmpty() ? "0 threads: none was there to count" : "0 threads: everything ended");
    }
    return verdict(
        state == State.CLIMBING ? State.CLIMBING : State.FLAT,
        state == State.CLIMBING
            ? threads(left) + ", still climbing"
            : threads(left) + " left, and nobody ends " + (left == 1 ? "it" : "them"));
  }

  private String words(State now, int threads) {
    return switch (now) {
      case CLIMBING -> threads(threads) + ", still climbing";
      case FLAT -> threads(threads) + ", no longer climbing";
      case NONE -> "0 threads: everything ended";
    };
  }

  private static SnippetEvent.Verdict verdict(State state, String text) {
    return new SnippetEvent.Verdict(state.word(), text);
  }

  static String threads(int count) {
    return count == 1 ? "1 thread" : "%,d threads".formatted(count);
  }
}
