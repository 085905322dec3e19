package loosethreads.workbook.book;

import java.util.Locale;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Ratio;
import loosethreads.workbook.bench.Unit;

/**
 * A measured value as a page shows it, with its spread.
 *
 * @param median what is shown first
 * @param least of what was read
 * @param most of what was read
 * @param text the median, with its unit
 * @param spread from the least to the largest, in words; empty if there is none
 */
record Told(double median, double least, double most, String text, String spread) {
  static Told of(Figure figure) {
    String low = figure.unit().told(figure.least());
    String high = figure.unit().told(figure.most());
    return new Told(
        figure.median(),
        figure.least(),
        figure.most(),
        figure.unit().told(figure.median()),
        low.equals(high) ? "" : withoutUnit(low, high) + " to " + high);
  }

  /** The median of one divided by the other's; at least and at most what their spreads allow. */
  static Told ratio(Figure of, Figure to) {
    Ratio ratio =
        Ratio.between(of, to)
            .orElseThrow(() ->
                new Measured.NotMeasured(
                    "%s (%s) can't be divided by %s (%s to %s)"
                        .formatted(of.setting(), of.unit(), to.setting(), to.least(), to.most())));
    String low = Unit.number(ratio.least());
    String high = Unit.number(ratio.most());
    return new Told(
        ratio.median(),
        ratio.least(),
        ratio.most(),
        Unit.number(ratio.median()),
        low.equals(high) ? "" : low + " to " + high);
  }

  /** {@code 1.9} of 1.9 kB, if the other is in kB too. */
  private static String withoutUnit(String value, String other) {
    int space = value.indexOf(' ');
    return space > 0 && other.endsWith(value.substring(space)) ? value.substring(0, space) : value;
  }

  /** For HTML: the text, with the value itself for machines. */
  String html() {
    return String.format(
        Locale.ROOT,
        "<data value=\"%s\">%s</data>",
        median,
        Html.escape(text.replace(' ', '\u00a0')));
  }
}
