package loosethreads.workbook.live;

import java.io.IOException;
import java.util.Optional;

/**
 * One thing that the API can do.
 *
 * @param method {@code GET} without effect, {@code POST} with one
 * @param path may hold {@code {kata}} in place of a kata's number
 * @param action what to do
 */
record Route(String method, String path, Action action) {
  private static final String KATA = "{kata}";

  /** Answers a call. */
  @FunctionalInterface
  interface Action {
    void answer(Call call) throws IOException, InterruptedException;
  }

  static Route get(String path, Action action) {
    return new Route("GET", path, action);
  }

  static Route post(String path, Action action) {
    return new Route("POST", path, action);
  }

  /** What stands in place of {@code {kata}}, or nothing; empty if the path is another one. */
  Optional<String> match(String asked) {
    int kata = path.indexOf(KATA);
    if (kata < 0) {
      return asked.equals(path) ? Optional.of("") : Optional.empty();
    }
    String before = path.substring(0, kata);
    String after = path.substring(kata + KATA.length());
    if (asked.length() <= before.length() + after.length()
        || !asked.startsWith(before)
        || !asked.endsWith(after)) {
      return Optional.empty();
    }
    String word = asked.substring(before.length(), asked.length() - after.length());
    return word.contains("/") ? Optional.empty() : Optional.of(word);
  }
}
