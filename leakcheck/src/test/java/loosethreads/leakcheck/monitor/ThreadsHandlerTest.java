package loosethreads.leakcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.StackGroups;
import loosethreads.leakcheck.ThreadCount;
import loosethreads.leakcheck.monitor.Endpoint.Answer;
import loosethreads.leakcheck.programs.Outbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the handler shows, and to whom, over real sockets. */
@LeakFree
class ThreadsHandlerTest {
  private static final String TOKEN = "3f0c1b9a7d5e2846".repeat(2);
  private static final StackGroups NOBODY =
      new StackGroups(new ThreadCount(0, 0), List.of(), 0, 0, "nobody");

  @Test
  void showsThreadsInGroupsAsGoDoes() throws Exception {
    try (var endpoint = new Endpoint(ThreadsHandler.forThisMachine());
        var outbox = new Outbox()) {
      outbox.welcome("Ada");
      outbox.welcome("Grace");
      untilIdle(outbox);
      Answer answer = endpoint.get("/debug/threads?debug=1");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.head()).contains("Content-type: text/plain; charset=utf-8");
      assertThat(answer.body())
          .startsWith("thread profile: total ")
          .containsPattern("\n2 @ [0-9a-f]{16} virtual WAITING\n#\t")
          .contains("#\tloosethreads.leakcheck.programs.Outbox.send(Outbox.java:");
    }
  }

  @Test
  void isJsonForThoseWhoWantJson() throws Exception {
    try (var endpoint = new Endpoint(handler(() -> NOBODY))) {
      Answer answer = endpoint.get("/debug/threads?format=json");
      assertThat(answer.head()).contains("Content-type: application/json");
      assertThat(
              JsonParser.parseString(answer.body()).getAsJsonObject().get("census").getAsString())
          .isEqualTo("nobody");
      assertThat(endpoint.get("/debug/threads", "Accept: application/json; q=1").body())
          .isEqualTo(answer.body());
    }
  }

  @Test
  void isAPageForBrowsersThatNoNameCanBreak() throws Exception {
    var frame = new StackTraceElement("A<b>&", "<init>", "A.java", 1);
    var group =
        new StackGroup(
            7, "virtual", Map.of(Thread.State.WAITING, 7), "A.java:1", "A<b>", List.of(frame));
    var groups = new StackGroups(new ThreadCount(0, 8), List.of(group), 1, 0, "nobody");
    try (var endpoint = new Endpoint(handler(() -> groups))) {
      Answer answer = endpoint.get("/debug/threads", "Accept: text/html,application/xml;q=0.9");
      assertThat(answer.head()).contains("Content-type: text/html; charset=utf-8");
      assertThat(answer.body())
          .contains("<summary>7 virtual, WAITING, at A.java:1  A&lt;b&gt;</summary>")
          .contains("<pre>A&lt;b&gt;&amp;.&lt;init&gt;(A.java:1)\n</pre>")
          .contains("<p>And 1 threads that have no place here, 0 groups of them known.</p>")
          .doesNotContain("<b>", "<script", "style");
      assertThat(endpoint.get("/debug/threads?format=html").body()).isEqualTo(answer.body());
    }
  }

  @Test
  void aPageIsBoundedHoweverLongItsNamesAre() throws Exception {
    var frame = new StackTraceElement("<".repeat(60_000), "run", null, 1);
    var group = new StackGroup(1, "virtual", Map.of(), "", "", List.of(frame));
    var groups =
        new StackGroups(
            new ThreadCount(0, 40), java.util.Collections.nCopies(40, group), 0, 0, "nobody");
    try (var endpoint = new Endpoint(handler(() -> groups))) {
      String page = endpoint.get("/debug/threads?format=html").body();
      assertThat(page.length()).isLessThan(1_001_000);
      assertThat(page.substring(page.lastIndexOf("<p>")))
          .contains("And 38 threads that have no place here, 38 groups of them known.");
    }
  }

  @Test
  void isTextForThoseWhoHaveNoWish() throws Exception {
    try (var endpoint = new Endpoint(handler(() -> NOBODY))) {
      assertThat(endpoint.get("/debug/threads").body()).isEqualTo(NOBODY.toString());
      assertThat(endpoint.get("/debug/threads", "Accept: */*").body()).isEqualTo(NOBODY.toString());
      assertThat(endpoint.get("/debug/threads", "Accept: text/plain, text/html").body())
          .isEqualTo(NOBODY.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"debug=2", "format=xml", "debug=1&x", "", "format=JSON"})
  void saysWhatThereIsToAskFor(String query) throws Exception {
    refuses("/debug/threads?" + query, 400, "debug=1, format=json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/debug/threadsafe", "/debug/threads/", "/debug/threads/../x"})
  void knowsNoOtherPath(String path) throws Exception {
    refuses(path, 404, "nothing of that name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"})
  void answersToNoOtherMethod(String method) throws Exception {
    try (var endpoint = new Endpoint(neverLooks())) {
      Answer answer = endpoint.send(method + " /debug/threads HTTP/1.1\r\nHost: localhost\r\n");
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.head()).contains("Allow: GET, HEAD");
    }
  }

  @Test
  void aHeadHasNoBodyAndCostsNoLook() throws Exception {
    try (var endpoint = new Endpoint(neverLooks())) {
      Answer answer = endpoint.send("HEAD /debug/threads HTTP/1.1\r\nHost: localhost\r\n");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.head()).contains("Content-type: text/plain");
      assertThat(answer.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: localhost.evil.example",
        "Host: 127.0.0.1.evil.example:80",
        "Host: evil.example\r\nX: localhost",
        "Host: localhost\r\nHost: evil.example",
        "Host: localhost:80@evil.example",
        "Host: 127.1",
        "Host: ",
        "X: no host at all"
      })
  void answersToNoNameThatIsNotOfThisMachine(String header) throws Exception {
    try (var endpoint = new Endpoint(neverLooks())) {
      Answer answer = endpoint.send("GET /debug/threads HTTP/1.1\r\n" + header + "\r\n");
      // Some of these the server refuses before it asks us.
      assertThat(answer.status()).isIn(421, 400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:6060", "127.0.0.1", "127.0.0.1:8080", "[::1]:6060"})
  void answersToTheNamesOfThisMachine(String host) throws Exception {
    try (var endpoint = new Endpoint(handler(() -> NOBODY))) {
      assertThat(endpoint.send("GET /debug/threads HTTP/1.1\r\nHost: " + host + "\r\n").status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "X-Forwarded-For: 203.0.113.7",
        "Forwarded: for=203.0.113.7",
        "Via: 1.1 proxy"
      })
  void answersToNoPageOfAnotherSiteAndToNoProxy(String header) throws Exception {
    try (var endpoint = new Endpoint(neverLooks())) {
      assertThat(endpoint.get("/debug/threads", header).status()).isEqualTo(403);
    }
  }

  @Test
  void answersToAnAddressThatWasTypedIn() throws Exception {
    try (var endpoint = new Endpoint(handler(() -> NOBODY))) {
      assertThat(endpoint.get("/debug/threads", "Sec-Fetch-Site: none").status()).isEqualTo(200);
    }
  }

  @Test
  void answersToHoldersOfTheTokenUnderAnyName() throws Exception {
    var handler = new ThreadsHandler(Door.Token.of(TOKEN), () -> NOBODY, Optional.empty());
    try (var endpoint = new Endpoint(handler)) {
      String request = "GET /debug/threads HTTP/1.1\r\nHost: shop.example\r\n";
      assertThat(endpoint.send(request + "Authorization: Bearer " + TOKEN + "\r\n").status())
          .isEqualTo(200);
      Answer none = endpoint.send(request);
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.head()).contains("Www-authenticate: Bearer");
      for (String wrong :
          List.of(
              TOKEN,
              "Bearer " + TOKEN.substring(1),
              "Bearer " + TOKEN + "0",
              "bearer " + TOKEN,
              "Bearer " + TOKEN + "\r\nAuthorization: Bearer " + TOKEN)) {
        assertThat(endpoint.send(request + "Authorization: " + wrong + "\r\n").status())
            .as(wrong)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void takesNoTokenThatCanBeGuessedOrSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThreadsHandler.forHoldersOf("secret"))
        .withMessageContaining("has 6 characters: take at least 32 random ones");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThreadsHandler.forHoldersOf("ü".repeat(40)))
        .withMessageContaining("characters that a header can't carry");
    assertThat(Door.Token.of(TOKEN).toString()).doesNotContain(TOKEN);
  }

  @Test
  void asksEveryAnswerNotToBeStoredGuessedAtOrFramed() throws Exception {
    try (var endpoint = new Endpoint(handler(() -> NOBODY))) {
      for (String target : List.of("/debug/threads", "/debug/threads?x", "/debug/threads/x")) {
        assertThat(endpoint.get(target).head())
            .contains("Cache-control: no-store")
            .contains("X-content-type-options: nosniff")
            .contains("Content-security-policy: default-src 'none'; frame-ancestors 'none'")
            .contains("Cross-origin-resource-policy: same-origin")
            .contains("Referrer-policy: no-referrer")
            .doesNotContain("Access-control");
      }
    }
  }

  @Test
  void looksForOneAtATime() throws Exception {
    var looking = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var handler =
        handler(() -> {
          looking.countDown();
          awaitUninterruptibly(go);
          return NOBODY;
        });
    try (var endpoint = new Endpoint(handler)) {
      var first = new FutureTask<>(() -> endpoint.get("/debug/threads"));
      Thread.startVirtualThread(first);
      looking.await();
      try {
        Answer second = endpoint.get("/debug/threads");
        assertThat(second.status()).isEqualTo(503);
        assertThat(second.head()).contains("Retry-after: 1");
      } finally {
        go.countDown();
      }
      assertThat(first.get().status()).isEqualTo(200);
      assertThat(endpoint.get("/debug/threads").status()).isEqualTo(200);
    }
  }

  @Test
  void answersToNobodyWhoComesFromElsewhere() throws Exception {
    InetAddress outside = addressThatIsNotLoopback();
    try (var endpoint = new Endpoint(neverLooks(), outside)) {
      // Whoever connects to this address comes from it.
      Answer answer = endpoint.get("/debug/threads");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("ssh -L");
    }
  }

  private static InetAddress addressThatIsNotLoopback() throws IOException {
    Optional<InetAddress> address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(one -> one instanceof Inet4Address && !one.isLoopbackAddress())
            .findFirst();
    assumeThat(address).as("this machine has a network").isPresent();
    return address.orElseThrow();
  }

  @Test
  void tellsWhenThereIsNoSafeMomentAndTriesAgainTheNextTime() throws Exception {
    var handler =
        handler(() -> {
          throw new IllegalStateException("no safe moment");
        });
    try (var endpoint = new Endpoint(handler)) {
      for (int i = 0; i < 2; i++) {
        Answer answer = endpoint.get("/debug/threads");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("no safe moment\n");
      }
    }
  }

  @Test
  void keepsItsTroublesToTheLog() throws Exception {
    var handler =
        handler(() -> {
          throw new UnsupportedOperationException("a secret");
        });
    try (var log = new LogOfMonitor();
        var endpoint = new Endpoint(handler)) {
      Answer answer = endpoint.get("/debug/threads");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("secret");
      assertThat(log.lines()).containsExactly("WARNING cannot show the threads");
    }
  }

  private static void refuses(String target, int status, String words) throws IOException {
    try (var endpoint = new Endpoint(neverLooks())) {
      Answer answer = endpoint.get(target);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.head()).contains("Content-type: text/plain");
      assertThat(answer.body()).contains(words);
    }
  }

  private static ThreadsHandler handler(Supplier<StackGroups> census) {
    return new ThreadsHandler(new Door.Loopback(), census, Optional.empty());
  }

  /** Whoever is refused must not make us look. */
  private static ThreadsHandler neverLooks() {
    return handler(() -> {
      throw new AssertionError("it looked");
    });
  }

  private static void untilIdle(Outbox outbox) {
    while (!outbox.isIdle()) {
      Thread.onSpinWait();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
