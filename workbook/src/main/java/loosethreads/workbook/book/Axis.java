package loosethreads.workbook.book;

import java.util.List;
import java.util.stream.IntStream;

/** Where a value lies between the ends of an axis, and which values are written at it. */
sealed interface Axis {
  /** From 0, where the axis begins, to 1, where it ends. */
  double share(double value);

  /** What is written at it, from its beginning on. */
  List<Double> ticks();

  /**
   * From 0 to a round number, in three to five steps of 1, 2 or 5 times a power of ten.
   *
   * @param step from tick to tick
   * @param top its end
   */
  record Linear(double step, double top) implements Axis {
    /**
     * An axis that holds a value.
     *
     * @param finest the least step that means something
     */
    static Linear upTo(double most, double finest) {
      double rough = Math.max(most, finest) / 4;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double step = power * 10;
      for (int factor : new int[] {5, 2, 1}) {
        if (factor * power >= rough) {
          step = factor * power;
        }
      }
      step = Math.max(step, finest);
      return new Linear(step, Math.max(finest, Math.ceil(most / step) * step));
    }

    @Override
    public double share(double value) {
      return value / top;
    }

    @Override
    public List<Double> ticks() {
      return IntStream.rangeClosed(0, (int) Math.round(top / step))
          .mapToObj(i -> i * step)
          .toList();
    }
  }

  /**
   * Between two powers of ten, with as much room for each step from one to the next. What is less
   * than its beginning, nothing above all, lies at its beginning.
   *
   * @param from the exponent where it begins
   * @param to the exponent where it ends
   */
  record Logarithmic(int from, int to) implements Axis {
    private static final int MOST_STEPS = 4;

    /** An axis that holds two values above nothing and all between. */
    static Logarithmic between(double least, double most) {
      // Counts and sizes come from arithmetic: a hair below a power of ten is that power.
      int from = (int) Math.floor(Math.log10(least) + 1e-9);
      int to = (int) Math.ceil(Math.log10(most) - 1e-9);
      return new Logarithmic(from, Math.max(to, from + 1));
    }

    @Override
    public double share(double value) {
      return value <= 0 ? 0 : Math.max(0, (Math.log10(value) - from) / (to - from));
    }

    @Override
    public List<Double> ticks() {
      int step = (to - from + MOST_STEPS - 1) / MOST_STEPS;
      return IntStream.rangeClosed(0, (to - from) / step)
          .mapToObj(i -> Math.pow(10, from + i * step))
          .toList();
    }
  }
}
