package loosethreads.workbook.book;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A chart of lines as SVG that needs no script: two lines are told apart by their dashes, their
 * marks and the words at their ends, not by color alone.
 *
 * @param id of its elements: the first part of an anchor
 * @param title what it shows, as text
 * @param description what there is to see in it, for who does not see it
 * @param across what the x axis counts
 * @param lines at most two, each with as many points
 */
record LineChart(String id, String title, String description, String across, List<Line> lines) {
  private static final int WIDTH = 372;
  private static final int HEIGHT = 210;
  private static final int LEFT = 44;
  private static final int RIGHT = 90;
  private static final int TOP = 26;
  private static final int BOTTOM = 34;
  private static final int INNER_WIDTH = WIDTH - LEFT - RIGHT;
  private static final int INNER_HEIGHT = HEIGHT - TOP - BOTTOM;

  /** Words at the ends of lines need that much room. */
  private static final int LABEL_HEIGHT = 15;

  /**
   * One line.
   *
   * @param name its name in the style sheet, and the word at its end
   * @param values what it shows for 0, 1, 2, …
   */
  record Line(String name, List<Double> values) {
    private double last() {
      return values.getLast();
    }
  }

  /** The chart, ready for a page. */
  String svg() {
    Scale y = Scale.upTo(lines.stream().flatMap(l -> l.values.stream()).reduce(0.0, Math::max));
    int most = lines.stream().mapToInt(l -> l.values.size() - 1).max().orElse(1);
    Scale x = Scale.upTo(most);
    double wide = Math.max(most, 1);
    return """
    <svg viewBox="0 0 %d %d" role="img" aria-labelledby="%s-title %s-desc">
    <title id="%s-title">%s</title>
    <desc id="%s-desc">%s</desc>
    <text class="name" x="0" y="13">%s</text>
    %s
    %s
    <text class="tick" x="%d" y="%d" text-anchor="middle">%s</text>
    %s
    %s
    </svg>
    """
        .formatted(
            WIDTH,
            HEIGHT,
            id,
            id,
            id,
            Html.escape(title),
            id,
            Html.escape(description),
            Html.escape(title),
            y.ticks().mapToObj(v -> level(v, y)).collect(Collectors.joining("\n")),
            x.ticks()
                .filter(v -> v <= most)
                .mapToObj(v -> tick(x(v, wide), HEIGHT - BOTTOM + 14.0, "middle", v))
                .collect(Collectors.joining("\n")),
            LEFT + INNER_WIDTH / 2,
            HEIGHT - 4,
            Html.escape(across),
            lines.stream().map(l -> line(l, wide, y)).collect(Collectors.joining("\n")),
            labels(wide, y));
  }

  private static String level(double value, Scale y) {
    return "<path class=\"level\" d=\"M%d %.1fH%d\"/>%s"
        .formatted(
            LEFT, y(value, y), LEFT + INNER_WIDTH, tick(LEFT - 6.0, y(value, y) + 4, "end", value));
  }

  private static String tick(double x, double y, String anchor, double value) {
    return String.format(
        Locale.ROOT,
        "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x,
        y,
        anchor,
        number(value));
  }

  private static String line(Line line, double wide, Scale y) {
    String way =
        IntStream.range(0, line.values.size())
            .mapToObj(
                i -> String.format(Locale.ROOT, "%.1f %.1f", x(i, wide), y(line.values.get(i), y)))
            .collect(Collectors.joining("L", "M", ""));
    // A mark for each would be a second line.
    int every = Math.max(1, (line.values.size() - 1) / 4);
    String marks =
        IntStream.range(0, line.values.size())
            .filter(i -> i % every == 0)
            .mapToObj(i -> mark(line, x(i, wide), y(line.values.get(i), y)))
            .collect(Collectors.joining());
    return "<path class=\"line %s\" d=\"%s\"/>%s".formatted(line.name, way, marks);
  }

  private static String mark(Line line, double x, double y) {
    return line.name.equals("leaking")
        ? String.format(
            Locale.ROOT, "<path class=\"mark leaking\" d=\"M%.1f %.1fl4.5 8h-9z\"/>", x, y - 5)
        : String.format(
            Locale.ROOT,
            "<circle class=\"mark %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>",
            line.name,
            x,
            y);
  }

  /** The lines' names where they end; the upper one makes way. */
  private String labels(double wide, Scale y) {
    List<Line> byHeight =
        lines.stream().sorted((a, b) -> Double.compare(a.last(), b.last())).toList();
    var text = new StringBuilder();
    double lowest = Double.POSITIVE_INFINITY;
    for (Line line : byHeight) {
      double at = Math.min(y(line.last(), y) + 4, lowest - LABEL_HEIGHT);
      lowest = at;
      text.append(
          String.format(
              Locale.ROOT,
              "<text class=\"end %s\" x=\"%.1f\" y=\"%.1f\">%s %s</text>",
              line.name,
              x(line.values.size() - 1.0, wide) + 8,
              at,
              line.name,
              number(line.last())));
    }
    return text.toString();
  }

  private static double x(double value, double wide) {
    return LEFT + value / wide * INNER_WIDTH;
  }

  private static double y(double value, Scale y) {
    return TOP + INNER_HEIGHT - value / y.top * INNER_HEIGHT;
  }

  /** A number as short as it can be without misleading. */
  static String number(double value) {
    return value == Math.rint(value) || value >= 100
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }

  /** From 0 to a round number, in three to five steps of 1, 2 or 5 times a power of ten. */
  private record Scale(double step, double top) {
    static Scale upTo(double most) {
      double rough = Math.max(most, 1) / 4;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double step = power * 10;
      for (int factor : new int[] {5, 2, 1}) {
        if (factor * power >= rough) {
          step = factor * power;
        }
      }
      // Half a thread is none.
      step = Math.max(step, 1);
      return new Scale(step, Math.max(1, Math.ceil(most / step)) * step);
    }

    DoubleStream ticks() {
      return IntStream.rangeClosed(0, (int) Math.round(top / step)).mapToDouble(i -> i * step);
    }
  }
}
