package loosethreads.workbook.watch;

/** {@code 7/41 ████░░░}: how much of the workbook is solved. */
final class ProgressBar {
  private ProgressBar() {}

  static String of(int solved, int all, int columns) {
    // Full only when nothing is left.
    int filled = all == 0 ? 0 : columns * solved / all;
    int shown = solved > 0 ? Math.max(1, filled) : 0;
    return solved + "/" + all + " " + "█".repeat(shown) + "░".repeat(columns - shown);
  }
}
