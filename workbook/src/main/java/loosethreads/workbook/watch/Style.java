package loosethreads.workbook.watch;

import org.jline.utils.AttributedStyle;

/** The few looks that text has; the terminal's own palette decides how they appear. */
final class Style {
  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  static final AttributedStyle BOLD = PLAIN.bold();
  static final AttributedStyle FAINT = PLAIN.faint();
  static final AttributedStyle PATH = PLAIN.foreground(AttributedStyle.CYAN);
  static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN).bold();
  static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED).bold();
  static final AttributedStyle ODD = PLAIN.foreground(AttributedStyle.YELLOW).bold();

  private Style() {}
}
