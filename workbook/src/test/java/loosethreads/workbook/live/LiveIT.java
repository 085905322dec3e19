package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.snippet.Snippets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What live pages do with JVMs of their own: the judge's, and the snippets'. */
@LeakFree
class LiveIT {
  @TempDir Path folder;
  private Snippets snippets;
  private SmallServer server;

  @BeforeEach
  void open() throws IOException {
    var checkout = new SmallCheckout(folder.resolve("jars")).checkout();
    snippets = Snippets.open(checkout);
    server = new SmallServer(folder, SnippetStarter.of(snippets));
  }

  @AfterEach
  void leaveNoChildBehind() {
    server.close();
    snippets.close();
    assertThat(server.faults()).isEmpty();
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  private JsonObject check() throws IOException {
    Wire.Answer answer = server.post("/api/katas/K01/check", "{}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static String verdict(JsonObject check) {
    return check
        .getAsJsonObject("run")
        .getAsJsonArray("results")
        .get(0)
        .getAsJsonObject()
        .get("verdict")
        .getAsString();
  }

  @Test
  void aCheckIsTheJudgesVerdictInTheWordsOfTheTerminal() throws IOException {
    JsonObject leaking = check();
    assertThat(verdict(leaking)).isEqualTo("leaking");
    assertThat(leaking.get("text").getAsString())
        .startsWith("✗ K01 leaking · ")
        .contains("1 virtual thread", "K01_Door.java")
        .doesNotContain("\033");

    server.checkout().save(SmallCheckout.solution());
    JsonObject solved = check();
    assertThat(verdict(solved)).isEqualTo("solved");
    assertThat(solved.get("text").getAsString()).startsWith("✓ K01 solved · ");
    assertThat(server.get("/api/katas/K01").body()).contains("\"state\": \"solved\"");
  }

  @Test
  void aSnippetClimbsUntilItsPageIsClosed() throws Exception {
    String source =
        """
        for (int i = 0; ; i++) {
          Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park());
          Thread.sleep(1);
        }
        """;
    var body = new JsonObject();
    body.addProperty("source", source);
    try (var stream = new OpenStream(server, "/api/runs", body.toString())) {
      assertThat(stream.next()).contains("started");
      JsonObject event;
      do {
        String line = stream.next();
        assertThat(line).doesNotContain("\"event\":\"ended\"").isNotEqualTo("end");
        event = JsonParser.parseString(line).getAsJsonObject();
      } while (!event.has("virtual") || event.get("virtual").getAsInt() < 50);
    }
  }

  @Test
  void aSnippetThatIsTooLongIsRefusedInWords() throws IOException {
    Wire.Answer answer = server.post("/api/runs", "{\"source\": \"" + "x".repeat(70_000) + "\"}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("\"error\"");
  }
}
