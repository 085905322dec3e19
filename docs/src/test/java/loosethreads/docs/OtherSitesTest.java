package loosethreads.docs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a page of somebody else gets from {@code ./kata live}, in a real browser: nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherSitesTest {
  private static final int PATIENCE = 60_000;

  /** All that a page can try. Each entry says what came of it; the token is the right one. */
  private static final String TRY_EVERYTHING =
      """
      async ([target, token, source]) => {
        const got = {};
        const json = {'Content-Type': 'application/json'};
        const body = JSON.stringify({source});
        const attempt = async (name, url, options) => {
          try {
            const answer = await fetch(target + url, options);
            got[name] = answer.type === 'opaque' ? 'opaque' : answer.status + ' ' + await answer.text();
          } catch {
            got[name] = 'nothing';
          }
        };
        const loads = (name, element, parent) => new Promise(done => {
          element.onload = () => done(got[name] = 'loaded');
          element.onerror = () => done(got[name] = 'nothing');
          parent.append(element);
        });
        await attempt('page', '');
        await attempt('hello', 'api/hello');
        await attempt('hello with token', 'api/hello', {headers: {'X-Loose-Threads': token}});
        await attempt('run', 'api/runs', {method: 'POST', headers: json, body});
        await attempt('run with token', 'api/runs', {method: 'POST', headers: {...json, 'X-Loose-Threads': token}, body});
        await attempt('run, simple', 'api/runs', {method: 'POST', mode: 'no-cors', body});
        const script = document.createElement('script');
        script.src = target + 'site.js';
        await loads('script', script, document.head);
        const image = document.createElement('img');
        image.src = target + 'thread.svg';
        await loads('image', image, document.body);
        return got;
      }
      """;

  private LiveBook book;
  private HttpServer other;
  private Chromium chromium;
  private BrowserContext context;
  private Page page;
  private Path mark;

  /** Answers of the live server that the browser got, and how it was asked. */
  private final List<String> answers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    book = new LiveBook(Files.createDirectory(folder.resolve("checkout")));
    mark = folder.resolve("somebody-ran-code-as-me");
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] html =
              "<!doctype html><title>other</title><body>".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, html.length);
          exchange.getResponseBody().write(html);
          exchange.close();
        });
    other.start();
    chromium = new Chromium("--host-resolver-rules=MAP evil.test 127.0.0.1");
  }

  @BeforeEach
  void open() throws IOException {
    answers.clear();
    Files.deleteIfExists(mark);
    context = chromium.browser().newContext();
    context.setDefaultTimeout(PATIENCE);
    page = context.newPage();
    page.onResponse(answer -> {
      if (answer.url().contains(":" + book.port() + "/")) {
        answers.add(answer.request().method() + " " + answer.status());
      }
    });
  }

  @AfterEach
  void nobodyRanAnything() {
    context.close();
    assertThat(mark).doesNotExist();
  }

  @AfterAll
  void stop() {
    chromium.close();
    other.stop(0);
    book.close();
  }

  private String elsewhere(String host) {
    return "http://" + host + ":" + other.getAddress().getPort() + "/";
  }

  private String source() {
    return "Files.createFile(Path.of(\"" + mark.toString().replace("\\", "\\\\") + "\"));";
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> tryEverything(String target) {
    return (Map<String, String>)
        page.evaluate(TRY_EVERYTHING, List.of(target, book.token(), source()));
  }

  @Test
  void aPageOnAnotherPortGetsNothing() {
    page.navigate(elsewhere("127.0.0.1"));

    assertThat(tryEverything(book.url("")))
        .hasSize(8)
        .allSatisfy((how, got) -> assertThat(got).as(how).isEqualTo("nothing"));
    assertThat(answers).allMatch(a -> a.endsWith(" 403"));
  }

  @Test
  void aPageOfAnotherHostGetsNothing() {
    page.navigate(elsewhere("evil.test"));

    assertThat(tryEverything(book.url("")))
        .hasSize(8)
        .allSatisfy((how, got) -> assertThat(got).as(how).isEqualTo("nothing"));
    assertThat(answers).allMatch(a -> a.endsWith(" 403"));
  }

  @Test
  void aNameThatWasBentToThisMachineGetsNothing() {
    String target = "http://evil.test:" + book.port() + "/";
    page.navigate(target);
    assertThat(page.locator("h1")).hasText("Loose Threads: not here");

    // Of the same origin now, as far as the browser knows: it lets all this through.
    Map<String, String> got = tryEverything(target);
    assertThat(got.get("hello with token")).startsWith("421 ");
    assertThat(got.get("run with token")).startsWith("421 ");
    assertThat(answers).hasSizeGreaterThan(8 - 1).allMatch(a -> a.endsWith(" 421"));
  }

  @Test
  void aFrameOfItStaysEmpty() {
    page.navigate(elsewhere("127.0.0.1"));
    page.setContent("<iframe src=\"" + book.url("chapters/context.html") + "\"></iframe>");
    page.waitForCondition(() -> !answers.isEmpty());
    assertThat(answers).containsOnly("GET 403");

    // The front page may be arrived at from elsewhere, but in a window of its own.
    answers.clear();
    page.setContent("<iframe src=\"" + book.url() + "\"></iframe>");
    page.waitForCondition(() -> !answers.isEmpty());
    assertThat(answers).containsOnly("GET 403");
  }

  @Test
  void aFormOfAnotherPageIsRefused() {
    page.navigate(elsewhere("127.0.0.1"));
    page.setContent(
        """
        <form method="post" enctype="text/plain" action="%sapi/runs">
        <input name='{"source":"' value='"}'><button>Win a prize</button></form>
        """
            .formatted(book.url("")));
    page.locator("button").click();
    page.waitForCondition(() -> !answers.isEmpty());
    assertThat(answers).containsOnly("POST 403");
  }

  @Test
  void withoutItsTokenThePageIsTheBookAndNoMore() {
    page.navigate(book.url("chapters/context.html"));
    assertThat(page.locator("h1")).containsText("Context");
    assertThat(page.locator(".buttons")).hasCount(0);
    assertThat(answers).isNotEmpty().allMatch("GET 200"::equals);

    for (String token : List.of("", "x".repeat(book.token().length()))) {
      Object status =
          page.evaluate(
              """
              async ([token, source]) => (await fetch('/api/runs', {method: 'POST',
                headers: {'Content-Type': 'application/json', 'X-Loose-Threads': token},
                body: JSON.stringify({source})})).status
              """,
              List.of(token, source()));
      assertThat(status).isEqualTo(401);
    }
  }

  /** Shows that the tests above would notice: the same source, run by the page that may. */
  @Test
  void withItsTokenThePageMay() throws Exception {
    page.navigate(book.url());
    page.navigate(book.url("chapters/context.html"));
    page.getByLabel("Edit: Leaking").click();
    page.locator("#context-leaking textarea").fill(source());
    page.keyboard().press("Shift+Enter");
    assertThat(page.locator("#context-leaking .ended"))
        .hasText(
            Pattern.compile("It ran to its last line.*"),
            new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    assertThat(mark).exists();
    Files.delete(mark);
  }
}
