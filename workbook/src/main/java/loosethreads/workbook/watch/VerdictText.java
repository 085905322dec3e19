package loosethreads.workbook.watch;

import loosethreads.workbook.judge.Outcome;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.judge.Verdict.TestResult;
import org.jline.utils.AttributedStyle;

/** A verdict in words: one line that says it, and below it why. */
public final class VerdictText {
  private static final int OUTPUT_LINES = 20;

  private VerdictText() {}

  /** The whole of a verdict. */
  public static Text of(Verdict verdict, int width) {
    Text text = new Text(width);
    addTo(text, verdict);
    return text;
  }

  static void addTo(Text text, Verdict verdict) {
    text.line(mark(verdict.outcome()) + " " + headline(verdict), style(verdict.outcome()));
    if (!verdict.detail().isBlank()) {
      text.gap().report(verdict.detail().stripTrailing().indent(2).stripTrailing(), Style.PLAIN);
    }
    if (!verdict.solved() && !verdict.output().isBlank()) {
      text.gap().line("  It printed:", Style.FAINT);
      var lines = verdict.output().lines().toList();
      lines.stream().limit(OUTPUT_LINES).forEach(l -> text.report("  " + l, Style.FAINT));
      if (lines.size() > OUTPUT_LINES) {
        text.line("  … and " + (lines.size() - OUTPUT_LINES) + " more lines", Style.FAINT);
      }
    }
  }

  /** {@code K11 leaking in 2 tests · 412 ms}: a verdict in one line. */
  static String headline(Verdict verdict) {
    return "%s %s · %s".formatted(verdict.kata().id(), meaning(verdict), seconds(verdict.millis()));
  }

  static String mark(Outcome outcome) {
    return outcome == Outcome.SOLVED ? "✓" : "✗";
  }

  static AttributedStyle style(Outcome outcome) {
    return switch (outcome) {
      case SOLVED -> Style.GOOD;
      case LEAKING, WRONG -> Style.BAD;
      case NOT_COMPILING, TIMED_OUT, CRASHED -> Style.ODD;
    };
  }

  private static String meaning(Verdict verdict) {
    return switch (verdict.outcome()) {
      case SOLVED -> "solved";
      case LEAKING -> "leaking" + inHowManyTests(verdict);
      case WRONG -> "wrong: it does not do its job";
      case NOT_COMPILING -> "does not compile";
      case TIMED_OUT -> "timed out";
      case CRASHED -> "crashed";
    };
  }

  /** Where a kata has several leaks, each mended one makes this number smaller. */
  private static String inHowManyTests(Verdict verdict) {
    long red = verdict.tests().stream().filter(TestResult::failed).count();
    return red > 1 ? " in %d tests".formatted(red) : "";
  }

  static String seconds(long millis) {
    return millis < 1000 ? millis + " ms" : "%.1f s".formatted(millis / 1000.0);
  }
}
