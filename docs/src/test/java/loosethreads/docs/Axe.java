package loosethreads.docs;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** axe, asked directly: its builder brings all that it approved of as well, which takes longer. */
final class Axe {
  /** To be run in each page before its own scripts. */
  static final String SCRIPT = script();

  /** WCAG 2.2 AA, and what axe's authors think is good practice. */
  static final Map<String, Object> ALL_RULES =
      Map.of(
          "type",
          "tag",
          "values",
          List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"));

  private Axe() {}

  /** What is wrong with a page. */
  static List<String> violations(Page page) {
    return violations(page, ALL_RULES);
  }

  /** What is wrong with a page by some rules. */
  static List<String> violations(Page page, Map<String, Object> rules) {
    Object found =
        page.evaluate(
            """
            async rules => {
              const results = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
              return results.violations.map(v => v.id + ': ' + v.nodes[0].html).join('\\n');
            }
            """,
            rules);
    return found.toString().lines().toList();
  }

  private static String script() {
    try (var in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
