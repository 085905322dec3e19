package loosethreads.workbook.bench;

import java.util.Optional;

/**
 * How many times as much one figure is as another.
 *
 * @param of what is divided
 * @param to what it is divided by
 */
public record Ratio(Figure of, Figure to) {

  /** A ratio; nothing if one of them was ever read as less than nothing, or the lower one as it. */
  public static Optional<Ratio> between(Figure of, Figure to) {
    return of.unit() == to.unit() && of.least() >= 0 && to.least() > 0
        ? Optional.of(new Ratio(of, to))
        : Optional.empty();
  }

  /** That of the medians. */
  public double median() {
    return of.median() / to.median();
  }

  /** The least that both spreads allow. */
  public double least() {
    return of.least() / to.most();
  }

  /** The most that both spreads allow. */
  public double most() {
    return of.most() / to.least();
  }

  /** Whether there is a ratio that both allow. */
  public boolean agreesWith(Ratio other) {
    return least() <= other.most() && other.least() <= most();
  }

  /** In words: {@code 38.1 (35.2 to 40.3)}. */
  public String told() {
    return "%s (%s to %s)"
        .formatted(Unit.number(median()), Unit.number(least()), Unit.number(most()));
  }
}
