package loosethreads.docs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a reader can do when {@code ./kata live} serves the book. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePageTest {
  private static final int WIDE = 1280;
  private static final int NARROW = 390;
  private static final int HEIGHT = 900;
  private static final Pattern PAST_FIFTY =
      Pattern.compile("▲ ([5-9]\\d|\\d{3,}) threads, still climbing");

  /** A machine may be busy. Whatever these tests wait for, they wait for until it is there. */
  private static final int PATIENCE = 60_000;

  private LiveBook book;
  private Chromium chromium;
  private BrowserContext context;
  private Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    book = new LiveBook(folder);
    chromium = new Chromium();
  }

  @BeforeEach
  void openTheAddress() {
    complaints.clear();
    requests.clear();
    context = chromium.browser().newContext();
    context.setDefaultTimeout(PATIENCE);
    context.addInitScript(Axe.SCRIPT);
    page = context.newPage();
    page.setViewportSize(WIDE, HEIGHT);
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(book.url());
  }

  @AfterEach
  void nobodyComplainedAndNothingLeftTheSite() {
    context.close();
    assertThat(complaints).isEmpty();
    assertThat(requests).allMatch(url -> url.startsWith(book.url("")));
  }

  @AfterAll
  void stop() {
    PlaywrightAssertions.setDefaultAssertionTimeout(5_000);
    chromium.close();
    book.close();
  }

  private void open(String path) {
    page.navigate(book.url(path));
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator leaking() {
    return page.locator("#context-leaking");
  }

  private Locator fixed() {
    return page.locator("#context-fixed");
  }

  private Locator field() {
    return page.locator("#program ~ .shared textarea").first();
  }

  private void awaitClimbingPastFifty() {
    assertThat(leaking().locator(".verdict")).hasText(PAST_FIFTY);
  }

  @Test
  void theTokenLeavesTheAddressAndGoesFromPageToPage() {
    page.waitForURL(book.url(""));
    page.locator("#contents a", new Page.LocatorOptions().setHasText("can end this thread"))
        .first()
        .click();
    assertThat(button("Run: Leaking")).isVisible();
    assertThat(page.url()).doesNotContain(book.token());
    assertThat(requests).noneMatch(url -> url.contains(book.token()));
  }

  @Test
  void aTabThatIsOpenedBesideIsLiveToo() {
    page.waitForURL(book.url(""));
    Page beside = context.newPage();
    beside.navigate(book.url("chapters/context.html"));
    assertThat(beside.getByLabel("Run: Leaking")).isVisible();
  }

  @Test
  void anOldTokenIsSaid() {
    page.waitForURL(book.url(""));
    page.navigate("about:blank");
    page.navigate(book.url("#t=" + "x".repeat(book.token().length())));
    assertThat(page.locator("header")).containsText("Not live: open the address");
    page.reload();
    assertThat(page.locator("header")).not().containsText("Not live");
    assertThat(complaints).isNotEmpty().allMatch(c -> c.startsWith("Failed to load resource"));
    complaints.clear();
    requests.remove("about:blank");
  }

  @Test
  void theLeakingOneClimbsPastFiftyIsStoppedAndTheFixedOneEndsAtNone() {
    open("chapters/context.html");

    button("Run: Leaking").click();
    awaitClimbingPastFifty();
    button("Stop: Leaking").click();
    assertThat(leaking().locator(".ended")).hasText("Stopped.");

    button("Run: Fixed").click();
    assertThat(fixed().locator(".verdict")).hasText("✓ 0 threads: everything ended");
    assertThat(fixed().locator(".ended")).hasText("It ran to its last line. No thread is left.");
    assertThat(leaking().locator(".verdict"))
        .hasText(Pattern.compile("▲ \\d+ threads, still climbing"));
  }

  @Test
  void bothAreLinesOfOneChartWithItsNumbersBelow() {
    open("chapters/context.html");
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    Locator chart = page.locator("figure.live");
    assertThat(chart).isHidden();

    button("Run both").click();
    awaitClimbingPastFifty();
    assertThat(chart.locator("svg")).hasCount(2);
    for (String name : List.of("leaking", "fixed")) {
      assertThat(chart.locator("svg").first().locator(".line." + name)).hasCount(1);
      assertThat(chart.locator("svg").first().locator(".end." + name))
          .hasText(Pattern.compile(name + " \\d+"));
    }
    chart.locator("summary").click();
    assertThat(chart.locator("tbody tr")).not().hasCount(0);
    assertThat(chart.locator("thead")).containsText("Leaking: platform");

    button("Pause the chart").click();
    String still = chart.locator("svg").first().innerHTML();
    button("Stop both").click();
    assertThat(leaking().locator(".ended")).hasText("Stopped.");
    assertThat(chart.locator("svg").first().innerHTML()).isEqualTo(still);
    button("Go on drawing").click();
    assertThat(button("Pause the chart")).isVisible();
  }

  @Test
  void aScreenReaderHearsOfVerdictsAndNotOfCounts() {
    open("chapters/context.html");
    button("Run: Leaking").waitFor();
    page.evaluate(
        """
        window.heard = [];
        const status = document.querySelector('#context-leaking [role=status]');
        new MutationObserver(() => heard.push(status.textContent)).observe(status, {childList: true});
        """);
    button("Run: Leaking").click();
    assertThat(leaking().locator(".ended")).containsText("threads are left");

    @SuppressWarnings("unchecked")
    var heard = (List<String>) page.evaluate("heard");
    assertThat(heard).hasSizeBetween(2, 6);
    assertThat(heard).allMatch(sentence -> sentence.matches("Leaking: \\d+ threads?(,| left).*"));
    assertThat(heard.getFirst()).endsWith("still climbing");
    assertThat(heard.getLast()).endsWith("and nobody ends them");
  }

  @Test
  void axeFindsNothingWhileARunIsGoingOn() {
    open("chapters/context.html");
    button("Edit: Fixed").click();
    button("Run both").click();
    awaitClimbingPastFifty();
    page.locator("figure.live summary").click();
    List<String> found = new ArrayList<>();
    for (int width : new int[] {WIDE, NARROW}) {
      page.setViewportSize(width, HEIGHT);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        found.addAll(Axe.violations(page));
      }
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aTextSurvivesAReloadUntilItIsReset() {
    open("chapters/context.html");
    button("Edit: Leaking").click();
    page.keyboard().press("Control+Home");
    page.keyboard().type("// mine ");
    page.reload();
    Locator text = leaking().locator("textarea");
    assertThat(text).hasValue(Pattern.compile("// mine import java.*", Pattern.DOTALL));

    button("Reset: Leaking").click();
    assertThat(text).hasCount(0);
    assertThat(leaking().locator("pre").first()).isVisible();
    page.reload();
    assertThat(button("Edit: Leaking")).isVisible();
    assertThat(text).hasCount(0);
  }

  @Test
  void aProblemLeadsToItsLineAndOutputIsShown() {
    open("chapters/context.html");
    button("Edit: Leaking").click();
    leaking().locator("textarea").fill("System.out.println(6 * 7);\n\nint x = \"seven\";\n");
    page.keyboard().press("Shift+Enter");

    assertThat(leaking().locator(".output")).hasText("42\n");
    assertThat(leaking().locator(".problems")).containsText("incompatible types");
    leaking().locator(".problems button").click();
    assertThat(leaking().locator("textarea")).isFocused();
    assertThat(page.evaluate("getSelection().toString()")).isEqualTo("int x = \"seven\";");
    assertThat(leaking().locator(".numbers .wrong")).hasText("3");
  }

  @Test
  void theEditorIsEnteredAndLeftWithTheKeyboard() {
    open("chapters/context.html");
    button("Edit: Leaking").press("Enter");
    Locator text = leaking().locator("textarea");
    assertThat(text).isFocused();
    // Nobody has typed yet: Tab is a way out.
    page.keyboard().press("Tab");
    assertThat(button("Run: Leaking")).isFocused();
    page.keyboard().press("Shift+Tab");

    page.keyboard().press("Control+Home");
    page.keyboard().type("if (true) {");
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    page.keyboard().type("x");
    page.keyboard().press("Shift+Tab");
    assertThat(text).hasValue(Pattern.compile("if \\(true\\) \\{\n  ximport.*", Pattern.DOTALL));

    page.keyboard().press("Escape");
    page.keyboard().press("Tab");
    assertThat(button("Run: Leaking")).isFocused();
    page.keyboard().press("Enter");
    assertThat(leaking().locator(".problems")).containsText("Line 2");
  }

  @Test
  void whatCanBePressedIsLargeEnough() {
    open("katas/K11.html");
    field().waitFor();
    button("Check").click();
    assertThat(page.locator(".result .report")).isVisible();
    assertThat(
            page.evaluate(
                """
                [...document.querySelectorAll('main button, main summary')]
                    .filter(b => b.checkVisibility())
                    .map(b => b.getBoundingClientRect())
                    .every(r => r.width >= 24 && r.height >= 24)
                """))
        .isEqualTo(true);
    assertThat(Axe.violations(page)).isEmpty();
  }

  @Test
  void k11IsSolvedInThePage() throws Exception {
    open("katas/K11.html");
    assertThat(page.locator("main .progress")).containsText("solved · K11 is");
    field().fill(book.solvedTicker());
    field().press("Shift+Enter");

    assertThat(page.locator(".result .verdict")).hasText("✓ Solved · K11");
    assertThat(page.locator(".result .report")).containsText("✓ K11 solved");
    assertThat(page.locator(".book a[aria-current] .done")).hasText("✓ solved");
    assertThat(page.locator("main .progress")).containsText("K11 is solved");
    assertThat(book.ticker()).hasContent(book.solvedTicker());
  }

  @Test
  void aReportSaysWhatTheTerminalSaysAndLeadsToItsLines() throws Exception {
    open("katas/K11.html");
    field().fill(book.solvedTicker().replace("package context;", "package context;\nimport nil;"));
    button("Check").click();

    assertThat(page.locator(".result .verdict")).hasText("✗ Not compiling · K11");
    assertThat(page.locator(".result .report")).containsText("K11 does not compile");
    button("Line 2").click();
    assertThat(field()).isFocused();
    assertThat(page.evaluate("getSelection().toString()")).isEqualTo("import nil;");
  }

  @Test
  void hintsComeOneByOne() {
    open("katas/K11.html");
    button("Hint 1 of 3").click();
    assertThat(page.locator("#program ~ div details[open] summary")).hasText("Hint 1");
    assertThat(button("Hint 2 of 3")).isVisible();
  }

  @Test
  void whatIsSavedElsewhereIsShownHereAndTheOtherWayRound() throws Exception {
    open("katas/K11.html");
    field().waitFor();
    String text = field().inputValue();
    Files.writeString(book.ticker(), "// from an editor\n" + text);
    assertThat(field()).hasValue("// from an editor\n" + text);

    field().press("Control+Home");
    page.keyboard().type("// from the page\n");
    page.keyboard().press("Control+s");
    assertThat(page.locator(".shared .note")).containsText("Saved.");
    assertThat(book.ticker()).hasContent("// from the page\n// from an editor\n" + text);
  }

  @Test
  void aTextThatIsNotSavedSurvivesAReload() {
    open("katas/K11.html");
    field().press("Control+Home");
    page.keyboard().type("// not saved\n");
    page.reload();
    assertThat(field()).hasValue(Pattern.compile("// not saved\n.*", Pattern.DOTALL));
    assertThat(page.locator(".shared .note")).hasText("Not saved yet.");
  }

  @Test
  void aConflictKeepsBothTexts() throws Exception {
    open("katas/K11.html");
    field().press("Control+Home");
    page.keyboard().type("// mine\n");
    String mine = field().inputValue();
    String theirs = mine.replace("// mine", "// theirs");
    Files.writeString(book.ticker(), theirs);

    Locator conflict =
        page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Conflict"));
    assertThat(conflict.locator("textarea")).hasValue(theirs);
    assertThat(conflict.locator(".changed")).hasText("1");
    assertThat(field()).hasValue(mine);
    assertThat(page.locator("body > [role=status]")).containsText("was changed on disk, too");
    button("Check").click();
    assertThat(page.locator(".result .verdict")).hasText("Not checked: the file is not saved.");
    assertThat(book.ticker()).hasContent(theirs);
    assertThat(Axe.violations(page)).isEmpty();
    page.reload();
    assertThat(conflict.locator("textarea")).hasValue(theirs);
    assertThat(field()).hasValue(mine);

    button("Take the one on disk").click();
    assertThat(field()).hasValue(theirs);
    page.reload();
    page.getByText("Your text, set aside").click();
    button("Bring it back").click();
    assertThat(field()).hasValue(mine);

    Files.writeString(book.ticker(), "// once more\n" + theirs);
    assertThat(conflict.locator("textarea")).hasValue("// once more\n" + theirs);
    // The page hears of its own save, too, and looks at the disk again. When it looks once more, it
    // is done with that: held there, it shows what a reader still sees then.
    page.waitForResponse(answer -> answer.url().endsWith("/katas/K11"), button("Keep mine")::click);
    assertThat(book.ticker()).hasContent(mine);
    assertThat(conflict).hasCount(0);
    List<Route> held = new ArrayList<>();
    page.route("**/katas/K11", held::add);
    Files.writeString(book.ticker(), theirs);
    page.waitForCondition(() -> !held.isEmpty());
    assertThat(page.locator(".shared .note")).containsText("What was there before is kept in");
    held.getFirst().resume();
    assertThat(field()).hasValue(theirs);
  }

  @Test
  void aSaveOverATextThatNobodySawIsAConflictToo() throws Exception {
    // This page hears of no changes.
    page.route("**/changes", route -> route.abort());
    open("katas/K11.html");
    field().press("Control+Home");
    page.keyboard().type("// mine\n");
    Files.writeString(book.ticker(), "// theirs\n");
    page.keyboard().press("Control+s");

    assertThat(page.locator(".conflict textarea")).hasValue("// theirs\n");
    assertThat(field()).hasValue(Pattern.compile("// mine\n.*", Pattern.DOTALL));
    assertThat(book.ticker()).hasContent("// theirs\n");
    assertThat(complaints).isNotEmpty().allMatch(c -> c.startsWith("Failed to load resource"));
    complaints.clear();
  }

  @Test
  void aPageThatIsClosedEndsItsRun() {
    open("chapters/context.html");
    button("Edit: Leaking").click();
    leaking()
        .locator("textarea")
        .fill("System.out.println(ProcessHandle.current().pid());\nThread.sleep(50_000);\n");
    page.keyboard().press("Shift+Enter");
    assertThat(leaking().locator(".output")).hasText(Pattern.compile("\\d+\n?"));
    long pid = Long.parseLong(leaking().locator(".output").textContent().strip());
    ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
    page.navigate("about:blank");
    assertThat(child.onExit()).succeedsWithin(Duration.ofMillis(PATIENCE));
    requests.remove("about:blank");
  }
}
