package loosethreads.workbook.book;

import java.util.regex.Pattern;

/** Begins a sentence with a capital letter, unless its first word is a name from the code. */
final class Sentence {
  /** A first word with a parenthesis, or with a capital letter further on: {@code orTimeout}. */
  private static final Pattern NAME = Pattern.compile("\\S*(\\(|\\S\\p{Lu}).*", Pattern.DOTALL);

  private Sentence() {}

  static String of(String words) {
    return words.isEmpty() || NAME.matcher(words).matches()
        ? words
        : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
