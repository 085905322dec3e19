package loosethreads.workbook.engine;

import java.util.ArrayList;
import java.util.List;

/** How many threads there were, moment by moment, and a line of blocks that draws it. */
final class History {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int WIDTH = 60;

  /** Ten minutes; then every other moment is forgotten. */
  private static final int MOST = 12_000;

  private record Moment(long millis, int threads) {}

  private final List<Moment> moments = new ArrayList<>();

  synchronized void add(long millis, int threads) {
    if (moments.size() == MOST) {
      for (int i = MOST - 1; i > 0; i -= 2) {
        moments.remove(i);
      }
    }
    moments.add(new Moment(millis, threads));
  }

  /** The line: each column is the most threads in its part of the time. */
  synchronized String chart() {
    if (moments.isEmpty()) {
      return "nothing counted yet";
    }
    long time = Math.max(1, moments.getLast().millis());
    int columns = Math.min(WIDTH, moments.size());
    int[] highest = new int[columns];
    int most = 0;
    int filled = 0;
    for (Moment moment : moments) {
      int column = (int) Math.min(columns - 1, moment.millis() * columns / time);
      // A column without a moment of its own looks like the one before.
      while (filled < column) {
        filled++;
        highest[filled] = filled < column ? highest[filled - 1] : 0;
      }
      highest[column] = Math.max(highest[column], moment.threads());
      most = Math.max(most, moment.threads());
    }
    var line = new StringBuilder();
    for (int threads : highest) {
      line.append(BLOCKS.charAt(most == 0 ? 0 : threads * (BLOCKS.length() - 1) / most));
    }
    return "%s  now %d, at most %d, in %.1f s"
        .formatted(line, moments.getLast().threads(), most, time / 1000.0);
  }
}
