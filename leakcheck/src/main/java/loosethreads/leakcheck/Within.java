package loosethreads.leakcheck;

import java.time.Duration;
import java.util.Optional;

/** Reads the time a thread may take to end: a whole number of seconds or milliseconds. */
final class Within {
  private Within() {}

  /** The duration, or empty when the text is not one, or is above an hour. */
  static Optional<Duration> parse(String text) {
    boolean millis = text.endsWith("ms");
    if (!millis && !text.endsWith("s")) {
      return Optional.empty();
    }
    String digits = text.substring(0, text.length() - (millis ? 2 : 1));
    if (digits.isEmpty() || digits.length() > 7) {
      return Optional.empty();
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return Optional.empty();
      }
      number = number * 10 + (c - '0');
    }
    Duration within = millis ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    return within.isZero() || within.compareTo(Duration.ofHours(1)) > 0
        ? Optional.empty()
        : Optional.of(within);
  }

  /** The duration as people write it. */
  static String words(Duration within) {
    long millis = within.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
