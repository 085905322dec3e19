package loosethreads.workbook.book;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chart of lines as SVG that needs no script: lines are told apart by their dashes, their marks
 * and the words at their ends, not by color alone.
 *
 * @param id of its elements: the first part of an anchor
 * @param title what it shows, as text
 * @param description what there is to see in it, for who does not see it
 * @param across what the x axis counts
 * @param scale of its axes
 * @param told how a value of a line is written
 * @param lines at most four, each with at least one point
 */
record LineChart(
    String id,
    String title,
    String description,
    String across,
    Scale scale,
    DoubleFunction<String> told,
    List<Line> lines) {
  private static final int HEIGHT = 210;
  private static final int LEAST_LEFT = 44;
  private static final int LEAST_RIGHT = 90;
  private static final int TOP = 26;
  private static final int BOTTOM = 34;
  private static final int INNER_WIDTH = 238;
  private static final int INNER_HEIGHT = HEIGHT - TOP - BOTTOM;

  /** Of one letter, on average. */
  private static final double LETTER = 7;

  /** Words at the ends of lines need that much room. */
  private static final int LABEL_HEIGHT = 15;

  /** More marks than these would be a second line. */
  private static final int MARKS = 5;

  /** How a line looks; those of a kata have names of their own. */
  private static final List<String> STYLES = List.of("first", "second", "third", "fourth");

  /** How values become places. */
  enum Scale {
    /** Both axes begin at 0. */
    LINEAR,
    /** The x axis goes by powers of ten; the y axis begins at 0. */
    LOG_X,
    /** Both go by powers of ten. */
    LOG
  }

  /**
   * A point of a line.
   *
   * @param x where
   * @param y what
   * @param low the least that was read there; y if there is no bar
   * @param high the largest
   */
  record Point(double x, double y, double low, double high) {}

  /**
   * One line.
   *
   * @param name the word at its end; {@code leaking} and {@code fixed} look like themselves
   * @param points from left to right
   */
  record Line(String name, List<Point> points) {
    /** A line of values for 0, 1, 2, … */
    static Line of(String name, List<Double> values) {
      return new Line(
          name,
          IntStream.range(0, values.size())
              .mapToObj(i -> new Point(i, values.get(i), values.get(i), values.get(i)))
              .toList());
    }

    private Point last() {
      return points.getLast();
    }
  }

  /** The chart, ready for a page. */
  String svg() {
    Axis x = xAxis();
    Axis y = yAxis();
    List<Double> levels = y.ticks();
    int left = (int) Math.max(LEAST_LEFT, 12 + LETTER * longest(levels.stream().map(told::apply)));
    int right = (int) Math.max(LEAST_RIGHT, 10 + LETTER * longest(lines.stream().map(this::label)));
    var plot = new Plot(left, x, y);
    double end = lines.stream().mapToDouble(l -> l.last().x).max().orElse(1);
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
            left + INNER_WIDTH + right,
            HEIGHT,
            id,
            id,
            id,
            Html.escape(title),
            id,
            Html.escape(description),
            Html.escape(title),
            levels.stream().map(v -> level(v, plot)).collect(Collectors.joining("\n")),
            x.ticks().stream()
                .filter(v -> v <= end)
                .map(v -> tick(plot.x(v), HEIGHT - BOTTOM + 14.0, "middle", number(v)))
                .collect(Collectors.joining("\n")),
            left + INNER_WIDTH / 2,
            HEIGHT - 4,
            Html.escape(across),
            lines.stream().map(l -> line(l, plot)).collect(Collectors.joining("\n")),
            labels(plot));
  }

  private Axis xAxis() {
    double most = points().mapToDouble(Point::x).max().orElse(1);
    return scale == Scale.LINEAR
        // The line ends where the axis does; its ticks are round.
        ? new Axis.Linear(Axis.Linear.upTo(most, 1).step(), Math.max(most, 1))
        : Axis.Logarithmic.between(points().mapToDouble(Point::x).min().orElse(1), most);
  }

  private Axis yAxis() {
    double most = points().mapToDouble(Point::high).max().orElse(1);
    if (scale != Scale.LOG) {
      // Half a thread is none; half a millisecond is something.
      return Axis.Linear.upTo(most, scale == Scale.LINEAR || most <= 0 ? 1 : most / 100);
    }
    double least =
        points()
            .flatMap(p -> Stream.of(p.low, p.y))
            .mapToDouble(v -> v)
            .filter(v -> v > 0)
            .min()
            .orElse(1);
    return Axis.Logarithmic.between(least, Math.max(most, least));
  }

  private Stream<Point> points() {
    return lines.stream().flatMap(l -> l.points.stream());
  }

  private static int longest(Stream<String> words) {
    return words.mapToInt(String::length).max().orElse(0);
  }

  private String level(double value, Plot plot) {
    return "<path class=\"level\" d=\"M%d %sH%d\"/>%s"
        .formatted(
            plot.left,
            one(plot.y(value)),
            plot.left + INNER_WIDTH,
            tick(plot.left - 6.0, plot.y(value) + 4, "end", told.apply(value)));
  }

  private static String tick(double x, double y, String anchor, String word) {
    return "<text class=\"tick\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
        .formatted(one(x), one(y), anchor, Html.escape(word));
  }

  private String line(Line line, Plot plot) {
    String way =
        line.points.stream()
            .map(p -> one(plot.x(p.x)) + " " + one(plot.y(p.y)))
            .collect(Collectors.joining("L", "M", ""));
    // A chart with bars has few points, and each counts.
    boolean all = line.points.stream().anyMatch(p -> p.low < p.high);
    int every = all ? 1 : Math.max(1, (line.points.size() - 1) / (MARKS - 1));
    String marks =
        IntStream.range(0, line.points.size())
            .filter(i -> i % every == 0)
            .mapToObj(line.points::get)
            .map(p -> bar(line, p, plot) + mark(line, plot.x(p.x), plot.y(p.y)))
            .collect(Collectors.joining());
    return "<path class=\"line %s\" d=\"%s\"/>%s".formatted(style(line), way, marks);
  }

  private String style(Line line) {
    return line.name.equals("leaking") || line.name.equals("fixed")
        ? line.name
        : STYLES.get(lines.indexOf(line));
  }

  /** From the least that was read to the largest. */
  private String bar(Line line, Point point, Plot plot) {
    if (point.low >= point.high) {
      return "";
    }
    String left = one(plot.x(point.x) - 4);
    return "<path class=\"bar %s\" d=\"M%s %sh8m-4 0V%sm-4 0h8\"/>"
        .formatted(style(line), left, one(plot.y(point.low)), one(plot.y(point.high)));
  }

  private String mark(Line line, double x, double y) {
    String style = style(line);
    return switch (style) {
      case "leaking", "first" ->
          "<path class=\"mark %s\" d=\"M%s %sl4.5 8h-9z\"/>".formatted(style, one(x), one(y - 5));
      case "third" ->
          "<path class=\"mark %s\" d=\"M%s %sh7v7h-7z\"/>"
              .formatted(style, one(x - 3.5), one(y - 3.5));
      case "fourth" ->
          "<path class=\"mark %s\" d=\"M%s %sl4.5 4.5l-4.5 4.5l-4.5 -4.5z\"/>"
              .formatted(style, one(x), one(y - 4.5));
      default ->
          "<circle class=\"mark %s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"/>"
              .formatted(style, one(x), one(y));
    };
  }

  /** The lines' names where they end; the upper one makes way. */
  private String labels(Plot plot) {
    List<Line> byHeight =
        lines.stream().sorted((a, b) -> Double.compare(a.last().y, b.last().y)).toList();
    var text = new StringBuilder();
    double lowest = Double.POSITIVE_INFINITY;
    for (Line line : byHeight) {
      double at = Math.min(plot.y(line.last().y) + 4, lowest - LABEL_HEIGHT);
      lowest = at;
      text.append(
          "<text class=\"end %s\" x=\"%s\" y=\"%s\">%s</text>"
              .formatted(
                  style(line), one(plot.x(line.last().x) + 8), one(at), Html.escape(label(line))));
    }
    return text.toString();
  }

  private String label(Line line) {
    return line.name + " " + told.apply(line.last().y);
  }

  /** Places on the paper. */
  private record Plot(int left, Axis across, Axis up) {
    double x(double value) {
      return left + across.share(value) * INNER_WIDTH;
    }

    double y(double value) {
      return TOP + INNER_HEIGHT - up.share(value) * INNER_HEIGHT;
    }
  }

  private static String one(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }

  /** A number as short as it can be without misleading. */
  static String number(double value) {
    return value == Math.rint(value) || value >= 100
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
