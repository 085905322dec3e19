package loosethreads.workbook.book;

import java.util.Locale;
import loosethreads.workbook.bench.Figure;
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
    return of(figure.median(), figure.least(), figure.most(), figure.unit());
  }

  private static Told of(double median, double least, double most, Unit unit) {
    String low = unit.told(least);
    String high = unit.told(most);
    return new Told(
        median,
        least,
        most,
        unit.told(median),
        low.equals(high) ? "" : withoutUnit(low, high) + " to " + high);
  }

  /** The median of one divided by the other's; at least and at most what their spreads allow. */
  static Told ratio(Figure of, Figure to) {
    if (of.unit() != to.unit() || to.least() <= 0 || of.least() < 0) {
      throw new Measured.NotMeasured(
          "%s (%s) can't be divided by %s (%s to %s)"
              .formatted(of.setting(), of.unit(), to.setting(), to.least(), to.most()));
    }
    double least = of.least() / to.most();
    double most = of.most() / to.least();
    String low = Unit.number(least);
    String high = Unit.number(most);
    String text = Unit.number(of.median() / to.median());
    return new Told(
        of.median() / to.median(), least, most, text, low.equals(high) ? "" : low + " to " + high);
  }

  /** {@code 1.9} of 1.9 kB, if the other is in kB too. */
  private static String withoutUnit(String value, String other) {
    int space = value.lastIndexOf(' ');
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
