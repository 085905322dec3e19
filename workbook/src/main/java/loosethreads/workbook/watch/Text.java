package loosethreads.workbook.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.WCWidth;

/** Lines of styled text that fit a width. */
public final class Text {
  /** Longer lines of prose are hard to read, however wide the terminal is. */
  private static final int PROSE = 84;

  private final int width;
  private final List<AttributedString> lines = new ArrayList<>();

  /** Text for a terminal with so many columns. */
  public Text(int width) {
    this.width = Math.max(20, width);
  }

  Text gap() {
    if (!lines.isEmpty() && lines.getLast().length() > 0) {
      lines.add(AttributedString.EMPTY);
    }
    return this;
  }

  /** Adds sentences, wrapped to a width that reads well. */
  Text prose(String text, AttributedStyle style) {
    return wrapped(text, style, Math.min(width, PROSE), "");
  }

  /** Adds lines that stand as they are, unless the terminal is too narrow for them. */
  Text report(String text, AttributedStyle style) {
    return wrapped(text, style, width, "  ");
  }

  Text line(AttributedString line) {
    lines.add(line);
    return this;
  }

  Text line(Object... textsAndStyles) {
    return line(styled(textsAndStyles));
  }

  /** A line from texts, each followed by its style. */
  static AttributedString styled(Object... textsAndStyles) {
    var line = new AttributedStringBuilder();
    for (int i = 0; i < textsAndStyles.length; i += 2) {
      line.append(shown((String) textsAndStyles[i]), (AttributedStyle) textsAndStyles[i + 1]);
    }
    return line.toAttributedString();
  }

  List<AttributedString> lines() {
    return lines;
  }

  int size() {
    return lines.size();
  }

  /** All lines, with escape sequences for their styles or without. */
  public String toString(boolean colored) {
    return lines.stream().map(l -> ansi(l, colored)).collect(Collectors.joining("\n")) + "\n";
  }

  static String ansi(AttributedString line, boolean colored) {
    return colored ? line.toAnsi(8, AttributedString.ForceMode.None) : line.toString();
  }

  private Text wrapped(String text, AttributedStyle style, int columns, String hanging) {
    text.lines()
        .forEach(line -> {
          String shown = shown(line);
          int indent = shown.length() - shown.stripLeading().length();
          boolean bullet = shown.startsWith("• ", indent);
          String more = " ".repeat(Math.min(indent, columns / 3)) + (bullet ? "  " : hanging);
          wrap(shown.stripTrailing(), columns, more)
              .forEach(l -> lines.add(new AttributedString(l, style)));
        });
    return this;
  }

  private static List<String> wrap(String line, int columns, String more) {
    List<String> wrapped = new ArrayList<>();
    String rest = line;
    while (columns(rest) > columns) {
      int fits = fitting(rest, columns);
      int space = rest.lastIndexOf(' ', fits);
      boolean atWord = space > 0 && !rest.substring(0, space).isBlank();
      wrapped.add(rest.substring(0, atWord ? space : fits).stripTrailing());
      rest = more + rest.substring(atWord ? space : fits).stripLeading();
    }
    wrapped.add(rest);
    return wrapped;
  }

  /** How many chars of a line fit into so many columns; at least one more than its indentation. */
  private static int fitting(String line, int columns) {
    int used = 0;
    int i = 0;
    while (i < line.length()) {
      int code = line.codePointAt(i);
      used += Math.max(0, WCWidth.wcwidth(code));
      if (used > columns) {
        break;
      }
      i += Character.charCount(code);
    }
    return i;
  }

  static int columns(String line) {
    return line.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /** What a learner's program printed must not steer the terminal. */
  private static String shown(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\t') {
            shown.append("    ");
          } else if (c == '\n') {
            shown.append('\n');
          } else if (Character.isISOControl(c)) {
            shown.append('\uFFFD');
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }
}
