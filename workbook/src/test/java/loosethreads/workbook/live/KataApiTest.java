package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.SmallCheckout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Katas in the browser, all but the checks: see LiveIT for those. */
@LeakFree
class KataApiTest {
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

  private JsonObject shown(String kata) throws IOException {
    return JsonParser.parseString(server.get("/api/katas/" + kata).body()).getAsJsonObject();
  }

  private JsonObject file() throws IOException {
    return shown("K01").getAsJsonArray("files").get(0).getAsJsonObject();
  }

  private String version() throws IOException {
    return file().get("version").getAsString();
  }

  private Wire.Answer save(String file, String text, String base) throws IOException {
    var body = new JsonObject();
    body.addProperty("file", file);
    body.addProperty("text", text);
    body.addProperty("base", base);
    return server.post("/api/katas/K01/save", body.toString());
  }

  private Wire.Answer save(String text, String base) throws IOException {
    return save("K01_Door.java", text, base);
  }

  private static JsonObject json(Wire.Answer answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  @Test
  void theListIsThatOfTheCommand() throws IOException {
    Wire.Answer answer = server.get("/api/katas");

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(json(answer).getAsJsonArray("katas").get(0))
        .hasToString(
            "{\"kata\":\"K01\",\"chapter\":\"start\",\"title\":\"A door\",\"minutes\":5,\"state\":\"untouched\"}");
  }

  @Test
  void aKataIsShownWithItsFiles() throws IOException {
    JsonObject kata = shown("K01");

    assertThat(kata.get("format").getAsInt()).isEqualTo(1);
    assertThat(kata.get("kata").getAsString()).isEqualTo("K01");
    assertThat(kata.get("title").getAsString()).isEqualTo("A door");
    assertThat(kata.get("state").getAsString()).isEqualTo("untouched");
    assertThat(kata.get("story").getAsString()).contains("it squeaks");
    assertThat(kata.get("hints").getAsInt()).isEqualTo(3);
    assertThat(file().get("name").getAsString()).isEqualTo("K01_Door.java");
    assertThat(file().get("text").getAsString())
        .isEqualTo(Files.readString(server.checkout().doorFile()));
    assertThat(version()).isEqualTo(server.checkout().door().original().get("K01_Door.java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"K99", "K01_Door", "katas.json", "1"})
  void anUnknownKataIsSaidToBeUnknown(String kata) throws IOException {
    assertThat(server.get("/api/katas/" + kata).status()).isEqualTo(404);
    assertThat(server.post("/api/katas/" + kata + "/check", "{}").status()).isEqualTo(404);
  }

  @Test
  void aSaveIsOnDiskAndTheNextOneGoesOnFromIt() throws IOException {
    Wire.Answer first = save("one ü\n", version());
    assertThat(first.status()).isEqualTo(200);
    assertThat(server.checkout().doorFile()).hasContent("one ü\n");
    assertThat(json(first).get("version").getAsString()).isEqualTo(version());

    Wire.Answer second = save("two\n", json(first).get("version").getAsString());
    assertThat(second.status()).isEqualTo(200);
    assertThat(server.checkout().doorFile()).hasContent("two\n");
    assertThat(shown("K01").get("state").getAsString()).isEqualTo("open");
  }

  @Test
  void aConflictWritesNothingAndTellsWhatIsOnDisk() throws IOException {
    String base = version();
    server.checkout().save("from the editor\n");

    Wire.Answer answer = save("from the page\n", base);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(json(answer).get("text").getAsString()).isEqualTo("from the editor\n");
    assertThat(json(answer).get("version").getAsString()).isEqualTo(version());
    assertThat(server.checkout().doorFile()).hasContent("from the editor\n");
  }

  @Test
  void whatThePageDecidesToReplaceIsInABackup() throws IOException {
    server.checkout().save("from the editor\n");

    Wire.Answer answer = save("from the page\n", version());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(server.checkout().doorFile()).hasContent("from the page\n");
    Path backup = Path.of("").toAbsolutePath().resolve(json(answer).get("backup").getAsString());
    assertThat(backup.resolve("K01_Door.java")).hasContent("from the editor\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "K02_Gate.java",
        "../../../../katas.json",
        "K01_Door.java/../K01_Door.java",
        "x",
        "",
        "/etc/passwd",
        "K01_DoorTest.java",
        "k01_door.java",
        "./K01_Door.java"
      })
  void noOtherFileIsEverWritten(String file) throws IOException {
    Wire.Answer answer = save(file, "mine", "");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("has no file");
    assertThat(server.get("/api/katas/K01").body()).doesNotContain("mine");
  }

  @Test
  void noSymbolicLinkIsReadOrWrittenThrough() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
    Path file = server.checkout().doorFile();
    Files.delete(file);
    Files.createSymbolicLink(file, secret);

    Wire.Answer read = server.get("/api/katas/K01");
    assertThat(read.status()).isEqualTo(403);
    assertThat(read.body()).contains("symbolic link").doesNotContain("secret");
    assertThat(save("mine", "").status()).isEqualTo(403);
    assertThat(server.get("/api/katas/K01/changes").status()).isEqualTo(403);
    assertThat(secret).hasContent("secret");
    assertThat(file).isSymbolicLink();
  }

  @Test
  void noFolderLeadsElsewhere() throws IOException {
    Path chapter = server.checkout().doorFile().getParent();
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(chapter, elsewhere);
    Files.createSymbolicLink(chapter, elsewhere);

    assertThat(save("mine", "").status()).isEqualTo(403);
    assertThat(elsewhere.resolve("K01_Door.java")).content().contains("TODO");
  }

  @Test
  void aFileThatIsGoneCanBeSavedAnewAndNotOverSomethingElse() throws IOException {
    String base = version();
    Files.delete(server.checkout().doorFile());
    assertThat(version()).isEmpty();
    assertThat(save("mine", base).status()).isEqualTo(409);

    assertThat(save("mine", "").status()).isEqualTo(200);
    assertThat(save("yours", "").status()).isEqualTo(409);
    assertThat(server.checkout().doorFile()).hasContent("mine");
  }

  @Test
  void whatIsNoTextIsNotShownAsText() throws IOException {
    Files.write(server.checkout().doorFile(), new byte[] {'/', '/', (byte) 0xFC});

    assertThat(server.get("/api/katas/K01").status()).isEqualTo(403);
    assertThat(server.get("/api/katas/K01").body()).contains("UTF-8");
  }

  @Test
  void halfOfACharacterIsNotSavedAsAQuestionMark() throws IOException {
    Wire.Answer answer =
        server.post(
            "/api/katas/K01/save",
            "{\"file\": \"K01_Door.java\", \"text\": \"\\ud83d\", \"base\": \"%s\"}"
                .formatted(version()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(server.checkout().doorFile()).content().contains("TODO");
  }

  @Test
  void hintsAreThoseOfTheTerminalAndCountAsSeen() throws IOException {
    Wire.Answer answer = server.post("/api/katas/K01/hint", "{\"number\": 2}");

    assertThat(json(answer).get("text").getAsString()).isEqualTo("Look closer.");
    assertThat(folder.resolve("checkout/.kata/progress/K01/hint-2")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\": 0}",
        "{\"number\": 4}",
        "{\"number\": -1}",
        "{\"number\": 1.5}",
        "{\"number\": 1e99}",
        "{\"number\": \"1\"}",
        "{}"
      })
  void aHintThatIsNotThereIsRefusedInWords(String json) throws IOException {
    Wire.Answer answer = server.post("/api/katas/K01/hint", json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\"");
  }

  @Test
  void changesTellTheFileAsItIsThenEachSave() throws Exception {
    try (var changes = new OpenStream(server, "/api/katas/K01/changes")) {
      JsonObject first = JsonParser.parseString(changes.next()).getAsJsonObject();
      assertThat(first.get("event").getAsString()).isEqualTo("file");
      assertThat(first.get("name").getAsString()).isEqualTo("K01_Door.java");
      assertThat(first.get("version").getAsString()).isEqualTo(version());

      server.checkout().save(SmallCheckout.solution());
      JsonObject second = JsonParser.parseString(changes.next()).getAsJsonObject();
      assertThat(second.get("text").getAsString()).isEqualTo(SmallCheckout.solution());

      save("from another page\n", version());
      JsonObject third = JsonParser.parseString(changes.next()).getAsJsonObject();
      assertThat(third.get("text").getAsString()).isEqualTo("from another page\n");
    }
  }
}
