package loosethreads.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every page, light and dark, wide and narrow: axe finds nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityTest {
  private static final List<String> WCAG_2_2_AA =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static final String UNFOLD =
      "document.querySelectorAll('main details').forEach(d => d.open = true)";
  private static final int HEIGHT = 900;

  private static final String AXE = axe();

  private HttpServer server;
  private Chromium chromium;

  @BeforeAll
  void open() {
    server = RenderedBook.serve();
    chromium = new Chromium();
  }

  @AfterAll
  void close() {
    chromium.close();
    server.stop(0);
  }

  @Test
  void axeFindsNothingAndNothingIsWiderThanTheWindow() {
    List<String> found = new ArrayList<>();
    try (BrowserContext context = contextWithAxe()) {
      Page page = context.newPage();
      for (String path : RenderedBook.pages()) {
        page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
        check(page, path, 390, found);
        // What is unfolded has the same colors at any width.
        page.evaluate(UNFOLD);
        check(page, path, 1280, found);
        page.setViewportSize(390, HEIGHT);
        refuseSideways(page, path, found);
      }
    }
    assertThat(found).isEmpty();
  }

  private static void check(Page page, String path, int width, List<String> found) {
    page.setViewportSize(width, HEIGHT);
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      String where = "%s, %d px, %s: ".formatted(path, width, scheme);
      violations(page).forEach(violation -> found.add(where + violation));
    }
    refuseSideways(page, path, found);
  }

  private static void refuseSideways(Page page, String path, List<String> found) {
    int width = page.viewportSize().width;
    if (!page.evaluate("document.documentElement.scrollWidth").equals(width)) {
      found.add("%s, %d px: scrolls to the side".formatted(path, width));
    }
  }

  @Test
  void axeFindsWhatIsWrong() {
    try (BrowserContext context = contextWithAxe()) {
      Page page = context.newPage();
      page.navigate("about:blank");
      page.setContent("<html lang=en><title>x</title><main><h1>x</h1><img src=a.png></main>");
      assertThat(violations(page)).anyMatch(v -> v.startsWith("image-alt"));
    }
  }

  private BrowserContext contextWithAxe() {
    BrowserContext context = chromium.browser().newContext();
    context.addInitScript(AXE);
    return context;
  }

  /**
   * Asked directly, since the builder brings all that axe approved of as well: ten times slower.
   */
  private static List<String> violations(Page page) {
    Object found =
        page.evaluate(
            """
            async tags => {
              const options = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']};
              const results = await axe.run(document, options);
              return results.violations.map(v => v.id + ': ' + v.nodes[0].html).join('\\n');
            }
            """,
            WCAG_2_2_AA);
    return found.toString().lines().toList();
  }

  private static String axe() {
    try (var in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
