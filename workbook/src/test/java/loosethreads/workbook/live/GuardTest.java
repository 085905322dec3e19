package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever may not come in, at the real door. The numbers D1 to D14 are those of the defences in
 * SECURITY.adoc; the words that others got past them with are those of published reports.
 */
@LeakFree
class GuardTest {
  @TempDir Path folder;
  private SmallServer server;

  @BeforeEach
  void open() throws IOException {
    server = new SmallServer(folder);
  }

  @AfterEach
  void close() {
    server.close();
    assertThat(server.faults()).isEmpty();
  }

  // D1: loopback.

  @Test
  void itIsBoundToLoopback() {
    assertThat(server.server().address().getAddress().isLoopbackAddress()).isTrue();
  }

  // D2, D3: the token.

  @Test
  void theTokenComesInTheFragmentOfTheAddress() {
    assertThat(server.server().url())
        .hasScheme("http")
        .hasHost("127.0.0.1")
        .hasPort(server.port())
        .hasPath("/")
        .hasNoQuery()
        .hasFragment("t=" + server.server().token().secret());
  }

  @Test
  void noTokenGetsNothing() throws IOException {
    Wire.Answer answer = server.wire().send("GET /api/katas", server.host());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("\"error\"", "./kata live").doesNotContain("K01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "{token}x",
        "x{token}",
        "{token} {token}",
        "{token},{token}",
        "{upper}",
        "{other}",
        "Bearer {token}",
        "null",
        "undefined"
      })
  void aWrongTokenGetsNothing(String claimed) throws IOException {
    String secret = server.server().token().secret();
    char last = secret.charAt(secret.length() - 1) == 'A' ? 'Q' : 'A';
    String sent =
        claimed
            .replace("{token}", secret)
            .replace("{upper}", secret.toUpperCase(java.util.Locale.ROOT))
            .replace("{other}", secret.substring(0, secret.length() - 1) + last);

    assertThat(
            server
                .wire()
                .send("GET /api/hello", server.host(), "X-Loose-Threads: " + sent)
                .status())
        .isEqualTo(401);
  }

  @Test
  void twoTokensAreNone() throws IOException {
    assertThat(
            server
                .wire()
                .send("GET /api/hello", server.host(), server.token(), "X-Loose-Threads: other")
                .status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?t={token}", "?X-Loose-Threads={token}", "?token={token}"})
  void theTokenIsNotTakenFromTheAddress(String query) throws IOException {
    String path = "/api/hello" + query.replace("{token}", server.server().token().secret());

    assertThat(server.wire().send("GET " + path, server.host()).status()).isEqualTo(401);
    assertThat(
            server
                .wire()
                .send(
                    "GET /api/hello",
                    server.host(),
                    "Cookie: t=" + server.server().token().secret(),
                    "Authorization: Bearer " + server.server().token().secret())
                .status())
        .isEqualTo(401);
  }

  @Test
  void theRightTokenGetsAnAnswer() throws IOException {
    Wire.Answer answer = server.get("/api/hello");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"format\": 1", "\"live\": true");
  }

  // D4: the name, against DNS rebinding.

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}"})
  void ourOwnNamesAreAnswered(String host) throws IOException {
    assertThat(server.wire().send("GET /", "Host: " + named(host)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com",
        "evil.com:{port}",
        "localhost.evil.com:{port}",
        "evil.com.localhost:{port}",
        "foo.localhost:{port}",
        "127.0.0.1.nip.io:{port}",
        "127.0.0.1.evil.com:{port}",
        "localhost",
        "127.0.0.1",
        "localhost:1",
        "localhost:80",
        "localhost:{port}0",
        "localhost:0{port}",
        "LOCALHOST:{port}",
        "Localhost:{port}",
        "localhost.:{port}",
        "0.0.0.0:{port}",
        "127.0.0.2:{port}",
        "127.1:{port}",
        "2130706433:{port}",
        "0x7f000001:{port}",
        "[::]:{port}",
        "[::ffff:127.0.0.1]:{port}",
        "[0:0:0:0:0:0:0:1]:{port}",
        "::1:{port}",
        "localhost:{port}@evil.com",
        "evil.com@localhost:{port}",
        "localhost:{port}, evil.com",
        "localhost:{port} evil.com",
        "localhost:{port}/evil.com",
        "localhost:{port}#evil.com",
        "http://localhost:{port}",
        "file:///foo",
        ":{port}",
        "null",
        ""
      })
  void noOtherNameIsAnswered(String host) throws IOException {
    for (String path : new String[] {"/", "/api/hello", "/katas/K01.html", "/nowhere", "/api/x"}) {
      Wire.Answer answer =
          server.wire().send("GET " + path, "Host: " + named(host), server.token());
      assertThat(answer.status()).as(path).isEqualTo(421);
      assertThat(answer.body()).contains("./kata live").doesNotContain("front page", "evil");
    }
  }

  @Test
  void noNameAndTwoNamesAreNotAnswered() throws IOException {
    assertThat(server.wire().send("GET /").status()).isEqualTo(421);
    assertThat(server.wire().send("GET /", server.host(), "Host: evil.com").status())
        .isEqualTo(421);
    assertThat(server.wire().send("GET /", server.host(), server.host()).status()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host: 127.0.0.1:{port}", "Forwarded: host=127.0.0.1:{port}",
        "X-Original-Host: 127.0.0.1:{port}", ":authority: 127.0.0.1:{port}"
      })
  void whatAProxyWouldSayIsNoName(String header) throws IOException {
    Wire.Answer answer = server.wire().send("GET /", "Host: evil.com", named(header));

    assertThat(answer.status()).isIn(400, 421);
    assertThat(answer.body()).doesNotContain("front page");
  }

  @Test
  void aPersonGetsAPageThatSaysWhatToDo() throws IOException {
    Wire.Answer answer = server.wire().send("GET /", "Host: evil.com");

    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.body()).contains("<h1>", "the one that <code>./kata live</code> printed");
  }

  // D5: the origin.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "file://",
        "http://evil.com",
        "https://evil.com",
        "http://localhost",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://127.0.0.1:{port}9",
        "http://127.0.0.1:{port}.evil.com",
        "http://127.0.0.1:{port}@evil.com",
        "http://127.0.0.1.evil.com:{port}",
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}",
        "HTTP://127.0.0.1:{port}",
        "http://localhost:{port}",
        "http://[::1]:{port}",
        "http://127.0.0.2:{port}",
        "127.0.0.1:{port}",
        "http://127.0.0.1:{port} http://evil.com",
        "chrome-extension://abcdefgh",
        "http://foo.example.com:127.0.0.1"
      })
  void pagesOfOtherOriginsGetNothing(String origin) throws IOException {
    for (String path : new String[] {"/", "/api/hello", "/site.js"}) {
      Wire.Answer answer =
          server
              .wire()
              .send("GET " + path, server.host(), server.token(), "Origin: " + named(origin));
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("front page", "live\": true", "strict");
    }
  }

  @Test
  void theOriginIsOursByTheNameThatWasAskedFor() throws IOException {
    assertThat(
            server
                .wire()
                .send(
                    "GET /api/hello",
                    named("Host: localhost:{port}"),
                    named("Origin: http://localhost:{port}"),
                    server.token())
                .status())
        .isEqualTo(200);
    assertThat(
            server
                .wire()
                .send(
                    "GET /api/hello",
                    server.host(),
                    server.token(),
                    named("Origin: http://127.0.0.1:{port}"),
                    "Origin: http://evil.com")
                .status())
        .isEqualTo(403);
  }

  @Test
  void withoutAnOriginTheTokenDecides() throws IOException {
    assertThat(server.wire().send("GET /api/hello", server.host(), server.token()).status())
        .isEqualTo(200);
    assertThat(server.wire().send("GET /api/hello", server.host()).status()).isEqualTo(401);
  }

  // D6: what the browser says about who asks.

  @ParameterizedTest
  @CsvSource({
    "same-origin, 200",
    "none, 200",
    "cross-site, 403",
    "same-site, 403",
    "SAME-ORIGIN, 403",
    "'', 403",
    "'same-origin, none', 403",
    "unheard-of, 403"
  })
  void theSiteOfWhoAsksCounts(String site, int status) throws IOException {
    assertThat(
            server.wire().send("GET /site.js", server.host(), "Sec-Fetch-Site: " + site).status())
        .isEqualTo(status);
    assertThat(
            server
                .wire()
                .send("GET /api/hello", server.host(), server.token(), "Sec-Fetch-Site: " + site)
                .status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, navigate, document, 200",
    "GET, /, navigate, iframe, 403",
    "GET, /, navigate, frame, 403",
    "GET, /, navigate, embed, 403",
    "GET, /, navigate, object, 403",
    "GET, /, no-cors, script, 403",
    "GET, /, no-cors, image, 403",
    "GET, /, cors, empty, 403",
    "GET, /, no-cors, document, 403",
    "HEAD, /, navigate, document, 403",
    "POST, /, navigate, document, 403",
    "GET, /katas/K01.html, navigate, document, 403",
    "GET, /site.js, navigate, document, 403",
    "GET, /api/hello, navigate, document, 403"
  })
  void fromElsewhereOnlyAWindowMayArriveAndOnlyAtTheFrontPage(
      String method, String path, String mode, String destination, int status) throws IOException {
    assertThat(
            server
                .wire()
                .send(
                    method + " " + path,
                    server.host(),
                    server.token(),
                    "Sec-Fetch-Site: cross-site",
                    "Sec-Fetch-Mode: " + mode,
                    "Sec-Fetch-Dest: " + destination)
                .status())
        .isEqualTo(status);
  }

  // D7: effects are POST and JSON only; the methods are in RoutesTest.

  @ParameterizedTest
  @CsvSource({
    "application/json, 200",
    "application/json;charset=utf-8, 200",
    "application/json; charset=UTF-8, 200",
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "multipart/form-data; boundary=x, 415",
    "text/plain; application/json, 415",
    "application/json-patch+json, 415",
    "application/json; charset=utf-16, 415",
    "'application/json, text/plain', 415",
    "application/jsonx, 415",
    "'', 415"
  })
  void anEffectWantsJson(String type, int status) throws IOException {
    assertThat(
            server
                .wire()
                .sendBody(
                    "POST /api/katas/K01/hint",
                    "{\"number\": 1}",
                    server.host(),
                    server.token(),
                    "Content-Type: " + type)
                .status())
        .isEqualTo(status);
  }

  @Test
  void anEffectWithoutATypeIsRefused() throws IOException {
    assertThat(
            server
                .wire()
                .sendBody(
                    "POST /api/katas/K01/hint", "{\"number\": 1}", server.host(), server.token())
                .status())
        .isEqualTo(415);
  }

  // D13: how much, how many, how often.

  @Test
  void aBodyThatIsTooLongIsRefused() throws IOException {
    String longText = "x".repeat(SmallServer.GENEROUS.body());

    Wire.Answer answer = server.post("/api/runs", "{\"source\": \"" + longText + "\"}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("\"error\"", "16 KB at most");
  }

  @Test
  void aBodyOfUnknownLengthIsCountedAsItComes() throws IOException {
    String chunk = "x".repeat(4096);
    var request =
        new StringBuilder(
            "POST /api/runs HTTP/1.1\r\n%s\r\n%s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                .formatted(server.host(), server.token()));
    for (int i = 0; i < 6; i++) {
      request.append("1000\r\n").append(chunk).append("\r\n");
    }

    assertThat(server.wire().raw(request + "0\r\n\r\n").status()).isEqualTo(413);
  }

  @Test
  void effectsInARowAreLimitedAndReadingIsNot(@TempDir Path other) throws IOException {
    var tight = new Limits(1024, 64, 3, Duration.ofHours(1), 8);
    try (var limited = new SmallServer(other, tight)) {
      for (int i = 0; i < 3; i++) {
        assertThat(limited.post("/api/katas/K01/hint", "{\"number\": 1}").status()).isEqualTo(200);
      }
      assertThat(limited.post("/api/katas/K01/hint", "{\"number\": 1}").status()).isEqualTo(429);
      assertThat(limited.get("/api/katas").status()).isEqualTo(200);
    }
  }

  @Test
  void requestsAtTheSameTimeAreLimited(@TempDir Path other) throws Exception {
    var tight = new Limits(1024, 2, 100, Duration.ofMillis(1), 8);
    try (var limited = new SmallServer(other, tight);
        var one = new OpenStream(limited, "/api/katas/K01/changes");
        var two = new OpenStream(limited, "/api/katas/K02/changes")) {
      assertThat(one.next()).contains("K01_Door");
      assertThat(two.next()).contains("K02_Gate");

      assertThat(limited.get("/api/hello").status()).isEqualTo(429);
      assertThat(limited.wire().send("GET /", limited.host()).status()).isEqualTo(429);
    }
  }

  private String named(String text) {
    return text.replace("{port}", String.valueOf(server.port()));
  }
}
