package loosethreads.workbook.watch;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/**
 * What fills the terminal: text that scrolls, and below it a footer that stays.
 *
 * @param body the text
 * @param top the first line of it that is shown
 * @param footer the lines that stay
 */
record Frame(List<AttributedString> body, int top, List<AttributedString> footer) {
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";

  /** Draws over what is there: no flicker, and no line is left from before. */
  void draw(PrintWriter out, int columns, int rows, boolean colored) {
    int bodyRows = Math.max(1, rows - footer.size());
    List<AttributedString> shown = new ArrayList<>();
    for (int i = top; i < Math.min(body.size(), top + bodyRows); i++) {
      shown.add(body.get(i));
    }
    while (shown.size() < bodyRows) {
      shown.add(AttributedString.EMPTY);
    }
    shown.addAll(footer);
    var screen = new StringBuilder(HOME);
    for (int i = 0; i < Math.min(rows, shown.size()); i++) {
      screen.append(i == 0 ? "" : "\r\n");
      screen.append(Text.ansi(shown.get(i).columnSubSequence(0, columns), colored));
      screen.append(REST_OF_LINE);
    }
    out.print(screen.append(REST_OF_SCREEN));
    out.flush();
  }
}
