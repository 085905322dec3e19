package loosethreads.workbook.snippet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes a source apart into what jshell evaluates one by one.
 *
 * <p>The JDK's own analysis could do it. It parses what is left anew for each piece, and it keeps a
 * thread for good, which a book about threads does not want in its server. A statement ends at its
 * semicolon or brace; at the end of a line only if nothing says that it goes on.
 */
final class Pieces {
  private static final Set<String> GO_ON_AFTER_A_STATEMENT = Set.of("else", "catch", "finally");

  private static final Set<String> GO_ON_ON_THE_NEXT_LINE =
      Set.of(
          "else", "catch", "finally", "instanceof", "throws", "extends", "implements", "permits");

  private static final Set<String> WANT_MORE =
      Set.of(
          "abstract",
          "assert",
          "case",
          "class",
          "default",
          "do",
          "else",
          "enum",
          "extends",
          "final",
          "finally",
          "implements",
          "import",
          "instanceof",
          "interface",
          "native",
          "new",
          "package",
          "permits",
          "private",
          "protected",
          "public",
          "record",
          "return",
          "sealed",
          "static",
          "strictfp",
          "synchronized",
          "throw",
          "throws",
          "transient",
          "try",
          "volatile");

  private static final Set<String> HAVE_A_HEAD =
      Set.of("if", "for", "while", "synchronized", "switch", "try", "catch");

  /** What may stand between an operand and the next one, if it begins a line. */
  private static final String JOINS = ".,;:?=*/%&|^)]}";

  private final String source;
  private final List<Piece> pieces = new ArrayList<>();
  private int at;
  private int start = -1;
  private int end;
  private int depth;
  private String first = "";
  private String previous = "";

  /** The word before the parenthesis that was closed last, in the piece itself. */
  private String head = "";

  private String beforeParenthesis = "";

  private Pieces(String source) {
    this.source = source;
  }

  /** Takes it apart. What makes no sense comes out as pieces that make none: javac will say so. */
  static List<Piece> of(String source) {
    return new Pieces(source.replace("\r\n", "\n")).all();
  }

  private List<Piece> all() {
    while (true) {
      boolean newLine = skip();
      if (at >= source.length()) {
        cut();
        return pieces;
      }
      int from = at;
      String token = token();
      if (start >= 0 && depth == 0 && endsBefore(token, newLine)) {
        cut();
      }
      if (start < 0) {
        start = from;
        first = token;
        head = "";
      }
      take(token);
      end = at;
    }
  }

  private void take(String token) {
    switch (token) {
      case "(" -> {
        if (depth == 0) {
          beforeParenthesis = previous;
        }
        depth++;
      }
      case "[", "{" -> depth++;
      case ")", "]", "}" -> {
        depth = Math.max(0, depth - 1);
        if (depth == 0) {
          head = token.equals(")") ? beforeParenthesis : "";
        }
      }
      default -> {}
    }
    previous = token;
  }

  /** Whether the piece so far is complete, and this token begins the next one. */
  private boolean endsBefore(String token, boolean newLine) {
    boolean ofDo = first.equals("do") && token.equals("while");
    return switch (previous) {
      case ";" -> !GO_ON_AFTER_A_STATEMENT.contains(token) && !ofDo;
      case "}" -> beginsOne(token, newLine) && !GO_ON_ON_THE_NEXT_LINE.contains(token) && !ofDo;
      default -> newLine && mayEndALine() && beginsALine(token);
    };
  }

  private static boolean beginsOne(String token, boolean newLine) {
    char c = token.charAt(0);
    return isWord(c)
        || c == '"'
        || c == '\''
        || c == '@'
        || c == '{'
        || (newLine && JOINS.indexOf(c) < 0);
  }

  private boolean mayEndALine() {
    char last = previous.charAt(previous.length() - 1);
    if (previous.equals(")")) {
      return !HAVE_A_HEAD.contains(head) && !first.equals("@");
    }
    return last == ']'
        || last == '"'
        || last == '\''
        || previous.equals("++")
        || previous.equals("--")
        || (isWord(last) && !WANT_MORE.contains(previous) && !first.equals("@"));
  }

  private static boolean beginsALine(String token) {
    char c = token.charAt(0);
    return (isWord(c) && !GO_ON_ON_THE_NEXT_LINE.contains(token)) || c == '"' || c == '@';
  }

  private void cut() {
    if (start < 0) {
      return;
    }
    String text = source.substring(start, end);
    boolean complete = text.endsWith(";") || text.endsWith("}");
    int line = 1 + (int) source.substring(0, start).chars().filter(c -> c == '\n').count();
    pieces.add(new Piece(complete ? text : text + ";", line, !complete));
    start = -1;
    depth = 0;
    previous = "";
  }

  /** Skips blanks and comments; tells whether a line ended among them. */
  private boolean skip() {
    int from = at;
    while (at < source.length()) {
      if (Character.isWhitespace(source.charAt(at))) {
        at++;
      } else if (source.startsWith("//", at)) {
        at = after("\n", at);
      } else if (source.startsWith("/*", at)) {
        at = after("*/", at + 2);
      } else {
        break;
      }
    }
    return source.substring(from, at).indexOf('\n') >= 0;
  }

  private String token() {
    int from = at;
    char c = source.charAt(at);
    if (source.startsWith("\"\"\"", at)) {
      at += 3;
      literal("\"\"\"");
    } else if (c == '"' || c == '\'') {
      at++;
      literal(String.valueOf(c));
    } else if (isWord(c)) {
      while (at < source.length() && isWord(source.charAt(at))) {
        at++;
      }
    } else {
      at += source.startsWith("++", at) || source.startsWith("--", at) ? 2 : 1;
    }
    return source.substring(from, at);
  }

  private void literal(String quote) {
    while (at < source.length() && !source.startsWith(quote, at)) {
      if (quote.length() == 1 && source.charAt(at) == '\n') {
        return;
      }
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(source.length(), at + quote.length());
  }

  private int after(String what, int from) {
    int found = source.indexOf(what, from);
    return found < 0 ? source.length() : found + what.length();
  }

  private static boolean isWord(char c) {
    return Character.isJavaIdentifierPart(c);
  }
}
