package loosethreads.leakcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import loosethreads.leakcheck.GroupProof;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.StackGroups;
import loosethreads.leakcheck.ThreadCount;
import loosethreads.leakcheck.monitor.Endpoint.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The button of the debug page: who may press it, and what they get, over real sockets. */
@LeakFree
class ProofByClickTest {
  private static final StackGroup GROUP =
      new StackGroup(
          7,
          "virtual",
          Map.of(Thread.State.WAITING, 7),
          "A.java:1",
          "A<b>",
          List.of(new StackTraceElement("A<b>", "run", "A.java", 1)));
  private static final StackGroups GROUPS =
      new StackGroups(new ThreadCount(0, 7), List.of(GROUP), 0, 0, "nobody");
  private static final String QUESTION = "/debug/threads?proof=" + GROUP.id();

  @Test
  void provesInARealProgramWhatNobodyCanWakeAndNothingElse() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-EliminateAllocations",
                "-Xmx256m",
                "--enable-preview",
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ProvesGroups.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jvm.waitFor();

    assertThat(output)
        .containsPattern(
            """
            3 virtual, WAITING, at Kind.java:\\d+ .*
            Proven: 3 of 3\\. No live thread can ever wake them\\.
            Proof: by two heap dumps, at least 500 ms apart
            """)
        .containsPattern(
            """
            2 virtual, WAITING, at Outbox.java:\\d+ .*
            Proven: 0 of 2\\. They may still be leaked\\.
            Proof: none, by one heap dump
            """)
        .contains(
            "\"threads\":3,\"proven\":3,"
                + "\"account\":\"by two heap dumps, at least 500 ms apart\"}")
        .contains("\"threads\":2,\"proven\":0,\"account\":\"none, by one heap dump\"}")
        .contains("<h1>Proof</h1>\n<pre>3 virtual, WAITING");
  }

  @Test
  void thePageHasAButtonForEachGroup() throws Exception {
    try (var endpoint = new Endpoint(handler(_ -> proven()))) {
      Answer page = endpoint.get("/debug/threads?format=html");
      assertThat(page.body())
          .contains("<form method=\"post\" action=\"?proof=" + GROUP.id() + "\"><button>");
      assertThat(page.head())
          .contains("form-action 'self'")
          // Else a browser says "Origin: null" for the page's own button.
          .contains("Referrer-policy: same-origin");
    }
  }

  @Test
  void thereIsNoButtonWhereNobodyAllowedIt() throws Exception {
    try (var endpoint =
        new Endpoint(new ThreadsHandler(new Door.Loopback(), () -> GROUPS, Optional.empty()))) {
      Answer page = endpoint.get("/debug/threads?format=html");
      assertThat(page.body()).contains("A&lt;b&gt;").doesNotContain("<form");
      assertThat(page.head()).contains("form-action 'none'");
      assertThat(post(endpoint, QUESTION).status()).isEqualTo(405);
    }
  }

  @Test
  void isNotMadeByWhoOnlyLooks() throws Exception {
    try (var endpoint = new Endpoint(handler(neverProves()))) {
      assertThat(endpoint.get(QUESTION).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: http://localhost.evil.example",
        "Origin: http://localhost:81",
        "Origin: null",
        "Origin: http://localhost\r\nOrigin: http://localhost",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void isNotMadeForAPageOfAnotherSite(String header) throws Exception {
    try (var endpoint = new Endpoint(handler(neverProves()))) {
      assertThat(post(endpoint, QUESTION, header).status()).isEqualTo(403);
    }
  }

  @Test
  void isMadeForTheButtonAndForWhoAsksWithoutABrowser() throws Exception {
    try (var endpoint = new Endpoint(handler(_ -> proven()))) {
      Answer clicked =
          post(
              endpoint,
              QUESTION,
              "Origin: http://localhost",
              "Sec-Fetch-Site: same-origin",
              "Accept: text/html");
      assertThat(clicked.status()).isEqualTo(200);
      assertThat(clicked.body())
          .contains("<pre>7 virtual, WAITING, at A.java:1  A&lt;b&gt;\nProven: 7 of 7.");
      assertThat(post(endpoint, QUESTION).body()).startsWith("7 virtual, WAITING");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?proof=", "?proof=1", "?proof=ABCDEF0123456789", "?debug=1"})
  void saysWhatThereIsToAskFor(String question) throws Exception {
    try (var endpoint = new Endpoint(handler(neverProves()))) {
      Answer answer = post(endpoint, "/debug/threads" + question);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("Ask for proof=");
    }
  }

  @Test
  void saysWhenTheThreadsAreGone() throws Exception {
    try (var endpoint = new Endpoint(handler(_ -> Optional.empty()))) {
      Answer answer = post(endpoint, QUESTION);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).contains("No thread is in this group now.");
    }
  }

  @Test
  void isMadeForOneAtATimeAndOthersCanStillLook() throws Exception {
    var proving = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Prover slow =
        _ -> {
          proving.countDown();
          awaitUninterruptibly(go);
          return proven();
        };
    try (var endpoint = new Endpoint(handler(slow))) {
      var first = new FutureTask<>(() -> post(endpoint, QUESTION));
      Thread.startVirtualThread(first);
      proving.await();
      try {
        Answer second = post(endpoint, QUESTION);
        assertThat(second.status()).isEqualTo(503);
        assertThat(second.head()).contains("Retry-after: 5");
        assertThat(endpoint.get("/debug/threads").status()).isEqualTo(200);
      } finally {
        go.countDown();
      }
      assertThat(first.get().status()).isEqualTo(200);
      assertThat(post(endpoint, QUESTION).status()).isEqualTo(200);
    }
  }

  private static Answer post(Endpoint endpoint, String target, String... headers)
      throws IOException {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return endpoint.send(
        "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + lines);
  }

  private static ThreadsHandler handler(Prover prover) {
    return new ThreadsHandler(new Door.Loopback(), () -> GROUPS, Optional.of(prover));
  }

  private static Prover neverProves() {
    return _ -> {
      throw new AssertionError("it was asked for a proof");
    };
  }

  private static Optional<GroupProof> proven() {
    return Optional.of(new GroupProof(GROUP, 7, 7, "by two heap dumps, at least 500 ms apart"));
  }

  private static void awaitUninterruptibly(CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
