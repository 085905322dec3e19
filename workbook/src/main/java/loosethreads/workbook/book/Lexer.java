package loosethreads.workbook.book;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the parts of a program that a reader wants to see apart. */
final class Lexer {
  static final Lexer JAVA =
      new Lexer(
          "//[^\\n]*|/\\*[\\s\\S]*?\\*/",
          "\"\"\"(?:\\\\.|[^\\\\])*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'",
          "@(?!interface\\b)\\w+",
          "abstract|assert|boolean|break|byte|case|catch|char|class|continue|default|do|double|else|enum|extends|final|finally|float|for"
              + "|if|implements|import|instanceof|int|interface|long|native|new|null|package|permits(?=\\s+[A-Z])|private|protected|public"
              + "|record(?=\\s+[A-Z])|return|sealed(?=\\s)|non-sealed|short|static|strictfp|super|switch|synchronized|this|throw|throws|transient|true|false|try"
              + "|var(?=\\s+\\w)|void|volatile|when(?=\\s+\\w)|while|yield(?=\\s+[\\w\"(])|module(?=\\s+[a-z])");

  static final Lexer GO =
      new Lexer(
          "//[^\\n]*|/\\*[\\s\\S]*?\\*/",
          "\"(?:\\\\.|[^\"\\\\\\n])*\"|`[^`]*`|'(?:\\\\.|[^'\\\\\\n])+'",
          "(?!)",
          "break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|package|range|return"
              + "|select|struct|switch|type|var|nil|true|false");

  /** Group names of the pattern are the CSS classes. */
  private static final List<String> CLASSES =
      List.of("comment", "string", "annotation", "keyword", "type", "number");

  private final Pattern pattern;

  private Lexer(String comment, String string, String annotation, String keyword) {
    pattern =
        Pattern.compile(
            "(?<comment>"
                + comment
                + ")|(?<string>"
                + string
                + ")|(?<annotation>"
                + annotation
                + ")|\\b(?<keyword>"
                + keyword
                + ")\\b|\\b(?<type>[A-Z]\\w*)\\b|\\b(?<number>\\d[\\w.]*)\\b");
  }

  /**
   * The program with its parts in spans. A span never crosses a line: callouts are put back line by
   * line.
   */
  String html(String source) {
    var html = new StringBuilder();
    Matcher m = pattern.matcher(source);
    int at = 0;
    while (m.find()) {
      html.append(Html.escape(source.substring(at, m.start())));
      String open = "<span class=\"" + kind(m) + "\">";
      html.append(open)
          .append(Html.escape(m.group()).replace("\n", "</span>\n" + open))
          .append("</span>");
      at = m.end();
    }
    return html.append(Html.escape(source.substring(at))).toString();
  }

  private static String kind(Matcher m) {
    return CLASSES.stream().filter(c -> m.group(c) != null).findFirst().orElseThrow();
  }
}
