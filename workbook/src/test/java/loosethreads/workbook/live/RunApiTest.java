package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.snippet.SnippetEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LeakFree
class RunApiTest {
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
    assertThat(server.snippets().running()).isZero();
  }

  private OpenStream run(String source) throws IOException, InterruptedException {
    return new OpenStream(server, "/api/runs", "{\"source\": \"" + source + "\"}");
  }

  @Test
  void whatHappensComesAsItHappens() throws Exception {
    try (OpenStream stream = run("leak();")) {
      FakeSnippets.Run run = server.snippets().next();
      assertThat(run.source()).isEqualTo("leak();");
      assertThat(stream.response().statusCode()).isEqualTo(200);
      assertThat(stream.response().headers().firstValue("Content-Type"))
          .contains("application/x-ndjson");
      assertThat(stream.next()).matches("\\{.*\"event\":\"started\".*}").contains("\"run\":\"r");

      run.happens(new SnippetEvent.Output("<one>\n"));
      assertThat(stream.next()).isEqualTo("{\"event\":\"output\",\"text\":\"<one>\\n\"}");
      run.happens(new SnippetEvent.Problem(3, "';' expected"));
      assertThat(stream.next())
          .isEqualTo("{\"event\":\"problem\",\"line\":3,\"message\":\"';' expected\"}");
      run.happens(new SnippetEvent.Sample(50, 1, 46, 12_345));
      assertThat(stream.next())
          .isEqualTo(
              "{\"event\":\"sample\",\"millis\":50,\"platform\":1,\"virtual\":46,\"heapKb\":12345}");
      run.happens(new SnippetEvent.Verdict("climbing", "46 threads, still climbing"));
      assertThat(stream.next())
          .isEqualTo(
              "{\"event\":\"verdict\",\"state\":\"climbing\",\"text\":\"46 threads, still climbing\"}");
      run.happens(new SnippetEvent.Ended("finished", "It is over."));
      assertThat(stream.next())
          .isEqualTo("{\"event\":\"ended\",\"reason\":\"finished\",\"text\":\"It is over.\"}");
      assertThat(stream.next()).isEqualTo("end");
    }
  }

  @Test
  void stopEndsARunAndItsStreamSaysSo() throws Exception {
    try (OpenStream stream = run("leak();")) {
      String id = stream.next().replaceAll(".*\"run\":\"(.*?)\".*", "$1");

      assertThat(server.post("/api/runs/stop", "{\"run\": \"" + id + "\"}").status())
          .isEqualTo(204);

      assertThat(stream.next()).contains("\"ended\"", "\"stopped\"");
      assertThat(stream.next()).isEqualTo("end");
      assertThat(server.post("/api/runs/stop", "{\"run\": \"" + id + "\"}").status())
          .isEqualTo(204);
    }
  }

  @Test
  void closingTheConnectionEndsTheRunEvenIfNothingHappensInIt() throws Exception {
    OpenStream stream = run("leak();");
    FakeSnippets.Run run = server.snippets().next();
    assertThat(stream.next()).contains("started");

    stream.close();

    assertThat(run.isStopped()).isTrue();
  }

  @Test
  void closingTheServerEndsEveryRunAndEveryStream() throws Exception {
    try (OpenStream one = run("one();");
        OpenStream two = run("two();")) {
      assertThat(one.next()).contains("started");
      assertThat(two.next()).contains("started");

      server.close();

      assertThat(server.snippets().next().isStopped()).isTrue();
      assertThat(server.snippets().next().isStopped()).isTrue();
    }
  }

  @Test
  void oneRunTooManyIsRefusedInWords() throws Exception {
    List<OpenStream> streams = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      streams.add(run("leak();"));
    }

    Wire.Answer answer = server.post("/api/runs", "{\"source\": \"leak();\"}");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).contains("stop one");
    for (OpenStream stream : streams) {
      stream.close();
    }
  }

  @Test
  void afterManyRunsHalfOfThemLeftInTheMiddleNothingIsLeft() throws Exception {
    for (int i = 0; i < 40; i++) {
      FakeSnippets.Run run;
      try (OpenStream stream = run("leak();")) {
        run = server.snippets().next();
        run.happens(new SnippetEvent.Sample(i, 0, i, 1));
        if (i % 2 == 0) {
          run.happens(new SnippetEvent.Ended("finished", "Over."));
          while (!stream.next().equals("end")) {
            // Whatever it says.
          }
        }
      }
      assertThat(run.isStopped()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "1",
        "\"x\"",
        "{}",
        "{\"source\": 1}",
        "{\"source\": null}",
        "{\"source\": [\"x\"]}",
        "{source: \"x\"}",
        "{\"source\": \"x\"} x",
        "{'source': 'x'}",
        "{\"source\": \"x\",}",
        "// comment\n{\"source\": \"x\"}"
      })
  void whatIsNotTheRightJsonIsRefusedInWords(String json) throws IOException {
    Wire.Answer answer = server.post("/api/runs", json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\"");
    assertThat(server.snippets().running()).isZero();
  }
}
