package loosethreads.workbook.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.ScreenTerminal;

/** Draws the cells of a terminal as SVG: real text, in a window that is dark on any page. */
final class Picture {
  private static final double CELL_WIDTH = 8.4;
  private static final double CELL_HEIGHT = 19;
  private static final double MARGIN = 18;

  private Picture() {}

  /** Cells next to each other that look alike. */
  private record Run(int column, String text, String look) {}

  static String svg(long[] cells, int columns, String title, String description) {
    int rows = cells.length / columns;
    double width = columns * CELL_WIDTH + 2 * MARGIN;
    double height = rows * CELL_HEIGHT + 2 * MARGIN;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s" role="img" aria-labelledby="title desc">
        <title id="title">%3$s</title>
        <desc id="desc">%4$s</desc>
        <style>
        text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #e6edf3; white-space: pre; }
        .bold { font-weight: bold; } .faint { fill: #9da7b3; }
        .red { fill: #ff8e86; } .green { fill: #6fdd8b; } .yellow { fill: #e8bf4a; } .cyan { fill: #7cc7ff; }
        </style>
        <rect width="100%%" height="100%%" rx="10" fill="#14171c" stroke="#59626d"/>
        """
            .formatted(number(width), number(height), escaped(title), escaped(description)));
    for (int row = 0; row < rows; row++) {
      for (Run run : runs(cells, row * columns, columns)) {
        svg.append(
            "<text x=\"%s\" y=\"%s\" textLength=\"%s\" lengthAdjust=\"spacingAndGlyphs\"%s>%s</text>\n"
                .formatted(
                    number(MARGIN + run.column * CELL_WIDTH),
                    number(MARGIN + (row + 0.75) * CELL_HEIGHT),
                    number(Text.columns(run.text) * CELL_WIDTH),
                    run.look.isEmpty() ? "" : " class=\"" + run.look + "\"",
                    escaped(run.text)));
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static List<Run> runs(long[] cells, int from, int columns) {
    List<Run> runs = new ArrayList<>();
    var text = new StringBuilder();
    int start = 0;
    for (int column = 0; column <= columns; column++) {
      boolean ends =
          column == columns
              || (column > start && !look(cells[from + column]).equals(look(cells[from + start])));
      if (ends) {
        String shown = text.toString();
        String stripped = shown.strip();
        if (!stripped.isEmpty()) {
          int indent = shown.indexOf(stripped);
          runs.add(new Run(start + indent, stripped, look(cells[from + start])));
        }
        text.setLength(0);
        start = column;
      }
      if (column < columns) {
        int code = ScreenTerminal.cellCodePoint(cells[from + column]);
        text.appendCodePoint(code == 0 ? ' ' : code);
      }
    }
    return runs;
  }

  private static String look(long cell) {
    List<String> look = new ArrayList<>();
    if (ScreenTerminal.cellBold(cell)) {
      look.add("bold");
    }
    if (ScreenTerminal.cellHasForeground(cell)) {
      look.add(color(ScreenTerminal.cellColorRgb(ScreenTerminal.cellForeground(cell))));
    } else if (ScreenTerminal.cellDim(cell)) {
      look.add("faint");
    }
    return String.join(" ", look);
  }

  /** The emulator's palette is for no background in particular; this one is for ours. */
  private static String color(int rgb) {
    boolean red = (rgb >> 16 & 0xFF) > 0x60;
    boolean green = (rgb >> 8 & 0xFF) > 0x60;
    boolean blue = (rgb & 0xFF) > 0x60;
    return blue ? "cyan" : red && green ? "yellow" : red ? "red" : "green";
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number).replaceFirst("\\.0$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
