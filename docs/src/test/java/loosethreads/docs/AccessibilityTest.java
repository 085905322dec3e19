package loosethreads.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every page, light and dark, wide and narrow: axe finds nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityTest {
  private static final Map<String, Object> CONTRAST =
      Map.of("type", "rule", "values", List.of("color-contrast"));

  private static final String UNFOLD =
      "document.querySelectorAll('main details').forEach(d => d.open = true)";

  private static final String CUT_OFF_PAIRS =
      "[...document.querySelectorAll('.pair pre')].filter(p => p.scrollWidth > p.clientWidth).length";

  private static final int HEIGHT = 900;

  /** As many browsers side by side: one works on one core. */
  private static final int BROWSERS = Runtime.getRuntime().availableProcessors();

  private HttpServer server;

  @BeforeAll
  void serve() {
    server = RenderedBook.serve();
  }

  @AfterAll
  void stop() {
    server.stop(0);
  }

  @Test
  void axeFindsNothingAndNothingIsWiderThanTheWindow() throws Exception {
    var paths = new ConcurrentLinkedQueue<>(RenderedBook.pages());
    List<String> found = new ArrayList<>();
    try (var browsers = Executors.newFixedThreadPool(BROWSERS)) {
      Callable<List<String>> part = () -> check(paths);
      for (var done : browsers.invokeAll(Collections.nCopies(BROWSERS, part))) {
        found.addAll(done.get());
      }
    }
    assertThat(found).isEmpty();
    assertThat(paths).isEmpty();
  }

  /** Takes pages until there are no more. */
  private List<String> check(Queue<String> paths) {
    List<String> found = new ArrayList<>();
    try (Chromium chromium = new Chromium();
        BrowserContext context = contextWithAxe(chromium)) {
      Page page = context.newPage();
      for (String path = paths.poll(); path != null; path = paths.poll()) {
        page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
        check(page, path, 390, found);
        // What is unfolded has the same colors at any width.
        page.evaluate(UNFOLD);
        check(page, path, 1280, found);
        refuseCutOffPairs(page, path, found);
        page.setViewportSize(390, HEIGHT);
        refuseSideways(page, path, found);
      }
    }
    return found;
  }

  private static void check(Page page, String path, int width, List<String> found) {
    page.setViewportSize(width, HEIGHT);
    check(page, path, ColorScheme.LIGHT, Axe.ALL_RULES, found);
    // The dark page differs in its colors and in nothing else.
    check(page, path, ColorScheme.DARK, CONTRAST, found);
    refuseSideways(page, path, found);
  }

  private static void check(
      Page page, String path, ColorScheme scheme, Map<String, Object> rules, List<String> found) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    String where = "%s, %d px, %s: ".formatted(path, page.viewportSize().width, scheme);
    Axe.violations(page, rules).forEach(violation -> found.add(where + violation));
  }

  private static void refuseSideways(Page page, String path, List<String> found) {
    int width = page.viewportSize().width;
    if (!page.evaluate("document.documentElement.scrollWidth").equals(width)) {
      found.add("%s, %d px: scrolls to the side".formatted(path, width));
    }
  }

  /** Two programs are beside each other to be compared: both must be seen as a whole. */
  private static void refuseCutOffPairs(Page page, String path, List<String> found) {
    if (!page.evaluate(CUT_OFF_PAIRS).equals(0)) {
      found.add("%s: a program of a pair scrolls to the side".formatted(path));
    }
  }

  @Test
  void axeFindsWhatIsWrong() {
    try (Chromium chromium = new Chromium();
        BrowserContext context = contextWithAxe(chromium)) {
      Page page = context.newPage();
      page.navigate("about:blank");
      page.setContent(
          "<html lang=en><title>x</title><main><h1>x</h1><img src=a.png>"
              + "<p style='color:#777;background:#888'>dim</p></main>");
      assertThat(Axe.violations(page, Axe.ALL_RULES)).anyMatch(v -> v.startsWith("image-alt"));
      assertThat(Axe.violations(page, CONTRAST))
          .singleElement()
          .asString()
          .startsWith("color-contrast");
    }
  }

  private static BrowserContext contextWithAxe(Chromium chromium) {
    BrowserContext context = chromium.browser().newContext();
    context.addInitScript(Axe.SCRIPT);
    return context;
  }
}
