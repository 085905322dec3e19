package loosethreads.leakcheck;

import java.io.IOException;
import java.io.Reader;

/** Reads JSON piece by piece, so that a dump of 100 MB needs no memory. */
final class JsonTokens {
  private final Reader reader;
  private final char[] buffer = new char[8192];
  private int length;
  private int next;
  private final StringBuilder text = new StringBuilder();

  JsonTokens(Reader reader) {
    this.reader = reader;
  }

  /** Consumes the bracket if it comes next. */
  boolean begins(char bracket) throws IOException {
    if (peek() != bracket) {
      return false;
    }
    next++;
    return true;
  }

  /** Whether another element comes before the closing bracket, which is consumed. */
  boolean hasNext(char closing) throws IOException {
    int c = peek();
    if (c == ',') {
      next++;
      c = peek();
    }
    if (c == closing) {
      next++;
      return false;
    }
    if (c < 0) {
      throw new IOException("the JSON ends too early");
    }
    return true;
  }

  /** The name of the next member. */
  String key() throws IOException {
    String key = scalar();
    if (peek() != ':') {
      throw new IOException("no JSON: a colon should follow \"" + key + "\"");
    }
    next++;
    return key;
  }

  /** A string without its quotes, or a number, true, false or null as it is written. */
  String scalar() throws IOException {
    text.setLength(0);
    if (peek() != '"') {
      while (isBare(peekRaw())) {
        text.append(buffer[next++]);
      }
      if (text.isEmpty()) {
        throw new IOException("no JSON: a value is missing");
      }
      return text.toString();
    }
    next++;
    while (true) {
      char c = read();
      if (c == '"') {
        return text.toString();
      }
      text.append(c == '\\' ? escaped() : c);
    }
  }

  /** Skips a value of any kind. */
  void skip() throws IOException {
    if (begins('{')) {
      while (hasNext('}')) {
        key();
        skip();
      }
    } else if (begins('[')) {
      while (hasNext(']')) {
        skip();
      }
    } else {
      scalar();
    }
  }

  private char escaped() throws IOException {
    char c = read();
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          code = code * 16 + Character.digit(read(), 16);
        }
        yield (char) code;
      }
      default -> c;
    };
  }

  private static boolean isBare(int c) {
    return c > ' ' && c != ',' && c != ':' && c != '}' && c != ']' && c != '"';
  }

  private int peek() throws IOException {
    int c = peekRaw();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      next++;
      c = peekRaw();
    }
    return c;
  }

  private int peekRaw() throws IOException {
    if (next == length) {
      length = Math.max(0, reader.read(buffer));
      next = 0;
    }
    return length == 0 ? -1 : buffer[next];
  }

  private char read() throws IOException {
    int c = peekRaw();
    if (c < 0) {
      throw new IOException("the JSON ends too early");
    }
    next++;
    return (char) c;
  }
}
