package loosethreads.docs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages do: served, opened as files, with and without scripts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageBehaviorTest {
  private HttpServer server;
  private Chromium chromium;
  private BrowserContext context;
  private Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  @BeforeAll
  void openChromium() {
    server = RenderedBook.serve();
    chromium = new Chromium();
  }

  @BeforeEach
  void openPage() {
    complaints.clear();
    requests.clear();
    context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setPermissions(List.of("clipboard-read", "clipboard-write")));
    page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
  }

  @AfterEach
  void nobodyComplainedAndNothingLeftTheSite() {
    context.close();
    assertThat(complaints).isEmpty();
    assertThat(requests).allMatch(url -> url.startsWith(served()) || url.startsWith(files()));
  }

  @AfterAll
  void close() {
    chromium.close();
    server.stop(0);
  }

  private String served() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private static String files() {
    return RenderedBook.folder().toUri().toString().replaceFirst("/?$", "/");
  }

  private void open(String where, String path) {
    page.navigate((where.equals("file") ? files() : served()) + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"served", "file"})
  void aWordIsFoundWithTheKeyboardAlone(String where) {
    open(where, "katas/K11.html");

    page.keyboard().press("/");
    assertThat(page.getByLabel("Search the book")).isFocused();
    page.keyboard().type("rendezvous");
    Locator found = page.locator("dialog li a");
    assertThat(found.first()).isVisible();
    page.keyboard().press("ArrowDown");
    assertThat(found.first()).isFocused();
    page.keyboard().press("Enter");

    assertThat(page.locator("main"))
        .containsText(Pattern.compile("rendezvous", Pattern.CASE_INSENSITIVE));
    assertThat(page.locator("dialog[open]")).hasCount(0);
  }

  @Test
  void theIndexIsLoadedOnlyWhenSomebodySearches() {
    open("served", "index.html");
    assertThat(requests).noneMatch(url -> url.contains("search"));

    page.keyboard().press("/");
    assertThat(page.locator("dialog[role=status], dialog [role=status]"))
        .containsText("Type a word");

    assertThat(requests).anyMatch(url -> url.endsWith("search-index.js"));
  }

  @Test
  void whatIsTypedWhileTheSearchLoadsIsKept() {
    open("served", "index.html");
    List<Route> held = new CopyOnWriteArrayList<>();
    page.route("**/search.js", held::add);

    page.keyboard().press("/");
    page.keyboard().type("spr");
    page.waitForCondition(() -> !held.isEmpty());
    held.getFirst().resume();

    assertThat(page.getByLabel("Search the book")).hasValue("spr");
    page.keyboard().type("ead");
    assertThat(page.getByLabel("Search the book")).hasValue("spread");
    assertThat(page.locator("dialog [role=status]")).containsText("section");
    assertThat(page.context().pages()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsSaid() {
    open("served", "index.html");
    page.keyboard().press("/");
    page.keyboard().type("xyzzy(");
    assertThat(page.locator("dialog [role=status]")).hasText("No sections");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"served", "file"})
  void aThemeThatIsChosenStays(String where) {
    open(where, "index.html");
    String before = ground();
    Locator theme = page.getByText("Theme: system");
    theme.click();
    page.getByText("Theme: light").click();
    assertThat(page.getByText("Theme: dark")).isVisible();
    assertThat(ground()).isNotEqualTo(before);
    String dark = ground();

    open(where, "katas/K01.html");

    assertThat(ground()).isEqualTo(dark);
    page.getByText("Theme: dark").click();
    assertThat(ground()).isEqualTo(before);
  }

  private String ground() {
    return page.evaluate("getComputedStyle(document.body).backgroundColor").toString();
  }

  @Test
  void aListingIsCopiedAsItCanBePasted() {
    open("served", "katas/K11.html");
    Locator listing = page.locator(".copied").first();
    listing.hover();
    listing.getByText("Copy").click();
    assertThat(listing.getByText("Copied")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()").toString())
        .startsWith("package context;")
        .doesNotContain("Copy");
  }

  @Test
  void aKataThatIsMarkedAsDoneIsMarkedEverywhere() {
    open("served", "katas/K11.html");
    page.getByText("Mark as done").click();
    assertThat(page.locator(".book a[aria-current] .done")).hasText("✓ done");

    open("served", "index.html");
    assertThat(page.locator("#contents a:has(.done)")).hasCount(1);
    assertThat(page.locator("#contents a:has(.done)")).containsText("K11");

    open("served", "katas/K11.html");
    page.locator(".mine").click();
    assertThat(page.locator(".done")).hasCount(0);
  }

  @Test
  void theSkipLinkComesFirstAndLeadsToTheContent() {
    open("served", "katas/K11.html");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
  }

  /** Only {@code ./kata live} gives tokens; any other server is asked for nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"served", "file"})
  void withoutATokenNobodyIsAskedWhetherThePageIsLive(String where) {
    open(where, "chapters/context.html");
    assertThat(page.getByText("Theme: system")).isVisible();
    page.keyboard().press("/");
    assertThat(page.locator("dialog [role=status]")).containsText("Type a word");

    assertThat(requests).noneMatch(url -> url.contains("/api/") || url.contains("/live/"));
    assertThat(page.locator(".buttons")).hasCount(0);
  }

  @Test
  void withoutScriptsThePageIsWholeAndHasNoDeadButtons() {
    try (BrowserContext plain =
        chromium
            .browser()
            .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page still = plain.newPage();
      still.navigate(served() + "katas/K11.html");
      assertThat(still.locator("button")).hasCount(0);
      assertThat(still.locator("h1")).containsText("K11");
      still.locator("summary", new Page.LocatorOptions().setHasText("Hint 1")).click();
      assertThat(still.locator("details[open] p").last()).isVisible();
      still.locator("a[rel=next]").click();
      assertThat(still.locator("h1")).containsText("K12");
    }
  }
}
