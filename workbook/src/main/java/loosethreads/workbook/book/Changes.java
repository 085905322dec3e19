package loosethreads.workbook.book;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.stream.Collectors;

/** What a fix changes, as lines that were removed and lines that were added. */
final class Changes {
  private static final int LINES_AROUND = 2;

  private Changes() {}

  /** The differences as HTML; nothing if there are none. */
  static String between(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "", "", old, DiffUtils.diff(old, after.lines().toList()), LINES_AROUND);
    if (diff.isEmpty()) {
      return "";
    }
    // The first two lines name files.
    return diff.stream()
        .skip(2)
        .map(Changes::line)
        .collect(Collectors.joining("\n", "<pre class=\"changes\" tabindex=\"0\">", "</pre>"));
  }

  private static String line(String line) {
    if (line.startsWith("@@")) {
      return "<span class=\"gap\">⋯</span>";
    }
    String text = Html.escape(line);
    return switch (line.charAt(0)) {
      case '+' -> "<ins>" + text + "</ins>";
      case '-' -> "<del>" + text + "</del>";
      default -> text;
    };
  }
}
