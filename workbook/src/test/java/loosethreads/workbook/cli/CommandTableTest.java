package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Results;
import loosethreads.workbook.bench.Unit;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.progress.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that judge nothing; see RunCommandIT for those that do. */
class CommandTableTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private SmallCheckout checkout;

  @BeforeEach
  void twoKatas() throws IOException {
    checkout = new SmallCheckout(folder);
  }

  @Test
  void listTellsEveryKataWithItsState() throws IOException {
    checkout.save("mine");

    assertThat(run("list")).isEqualTo(CommandTable.DONE);

    assertThat(out.toString())
        .contains("Seeing a leak", "✎ K01  A door  5 min, open", "· K02  A gate  5 min", "0/2")
        .doesNotContain("\033");
  }

  @Test
  void listAsJsonIsOneDocumentOfTheAgreedShape() throws IOException {
    checkout.save("solved");
    solved();

    assertThat(run("list", "--json")).isEqualTo(CommandTable.DONE);

    JsonObject document = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(document.get("format").getAsInt()).isEqualTo(1);
    JsonObject kata = document.getAsJsonArray("katas").get(0).getAsJsonObject();
    assertThat(kata)
        .hasToString(
            "{\"kata\":\"K01\",\"chapter\":\"start\",\"title\":\"A door\",\"minutes\":5,\"state\":\"solved\"}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void hintsGoOnFromTheLastOneSeen() {
    assertThat(run("hint", "K01")).isEqualTo(CommandTable.DONE);
    assertThat(run("hint", "K01")).isEqualTo(CommandTable.DONE);

    assertThat(out.toString())
        .contains("hint 1 of 3", "Look.", "hint 2 of 3", "Look closer.")
        .doesNotContain("Return null.");
  }

  @Test
  void benchmarksThatAreNotBuiltAreOneLineThatSaysHow() {
    Checkout unbuilt = new Checkout(folder, checkout.checkout().state(), folder);

    assertThat(run(unbuilt, "bench", "--list")).isEqualTo(CommandTable.MISTAKE);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("not built", "mvn -pl benchmarks -am package");
    assertThat(out.toString()).isEmpty();
  }

  private Path results(String name, double leaking) throws IOException {
    Path results = folder.resolve(name);
    new Results(
            1,
            "leak",
            "What is left?",
            "./kata bench leak",
            true,
            "",
            "2026-11-26",
            new Results.Machine("Linux", 2, 1, 0),
            "25",
            "",
            List.of(
                new Figure("a", "leaking", "virtual", 9, "heap", Unit.BYTES, List.of(leaking)),
                new Figure("a", "fixed", "virtual", 9, "heap", Unit.BYTES, List.of(2.0, 1.0))))
        .write(Results.file(results, "leak"));
    return results;
  }

  @Test
  void ratiosOfTwoRunsStandSideBySideAndSayIfTheyAgree() throws IOException {
    String one = results("one", 30).toString();
    String near = results("near", 50).toString();
    String far = results("far", 90).toString();

    assertThat(run("bench", "--ratios", one)).isEqualTo(CommandTable.DONE);
    assertThat(run("bench", "--ratios", one, near)).isEqualTo(CommandTable.DONE);
    assertThat(run("bench", "--ratios", one, far)).isEqualTo(CommandTable.NOT_DONE);

    assertThat(out.toString())
        .isEqualTo(
            """
            leak
              heap, a virtual n=9: leaking / fixed  20 (15 to 30)
            leak
              heap, a virtual n=9: leaking / fixed  20 (15 to 30)  33.3 (25 to 50)
            1 ratios agree within their spreads, 0 do not
            leak
              heap, a virtual n=9: leaking / fixed  20 (15 to 30)  60 (45 to 90)  DIFFER
            0 ratios agree within their spreads, 1 do not
            """);
  }

  @Test
  void aFolderWithoutResultsIsAMistake() {
    assertThat(run("bench", "--ratios", "nowhere")).isEqualTo(CommandTable.MISTAKE);

    assertThat(err.toString().lines()).containsExactly("kata: there are no results in nowhere");
  }

  @Test
  void aHintCanBeAskedForByNumber() {
    assertThat(run("hint", "k01", "3")).isEqualTo(CommandTable.DONE);

    assertThat(out.toString()).contains("Return null.");
  }

  @Test
  void resetSaysWhereTheBackupIs() throws IOException {
    run("list");
    checkout.save("mine");

    assertThat(run("reset", "K01")).isEqualTo(CommandTable.DONE);

    String where = out.toString().replaceAll("(?s).* is in (.*)\\R", "$1");
    assertThat(Path.of(where).resolve("K01_Door.java")).hasContent("mine");
    assertThat(Files.readString(checkout.doorFile())).contains("TODO");
  }

  @Test
  void aSolutionIsShownAfterSolvingOrToWhoInsists() throws IOException {
    assertThat(run("solution", "K01")).isEqualTo(CommandTable.NOT_DONE);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("not solved yet", "./kata hint K01", "--spoil");

    assertThat(run("solution", "K01", "--spoil")).isEqualTo(CommandTable.DONE);
    assertThat(out.toString()).isEqualTo(SmallCheckout.solution());

    checkout.save("solved");
    solved();
    checkout.save("edited after that");
    assertThat(run("solution", "K01")).isEqualTo(CommandTable.DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "K1, Did you mean K01",
    "Dor, Did you mean K01",
    "gte, Did you mean K02",
    "K01_Doorr, Did you mean K01",
    "zzzzzzzzzz, All katas: ./kata list"
  })
  void anUnknownKataIsOneLineWithTheClosestOne(String word, String answer) {
    assertThat(run("hint", word)).isEqualTo(CommandTable.MISTAKE);

    assertThat(err.toString().lines()).singleElement().asString().contains(word, answer);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"K02", "k02", "02", "K02_Gate", "gate", "katas/src/main/java/start/K02_Gate.java"})
  void aKataHasManyNames(String name) throws IOException {
    checkout.write("katas/hints/K02.txt", "That way.");

    assertThat(run("hint", name)).isEqualTo(CommandTable.DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "lst, Did you mean 'list'?",
    "help, ./kata --help",
    "K02, './kata run K02 judges it; in ./kata, l goes to any kata'",
    "list --jsn, Did you mean '--json'?",
    "hint, Missing required parameter",
    "hint K01 x, is not an int",
    "hint K01 4, hints of K01 go from 1 to 3",
    "hint K02, there are no hints for K02",
    "run --all K01, not both",
    "check --repeat 0, from 1 on",
    "live --port 65536, ports go from 1 to 65535",
    "live --port x, is not an int",
    "live --address example.org, is no IP address",
    "live --address 0.0.0.0, --i-know-this-runs-code-for-anyone-on-the-network",
    "live --address ::, --i-know-this-runs-code-for-anyone-on-the-network",
    "live --address 192.0.2.7, --i-know-this-runs-code-for-anyone-on-the-network",
    "shell, Missing required parameter"
  })
  void aMistakeIsOneClearLine(String line, String answer) {
    assertThat(run(line.split(" ", -1))).isEqualTo(CommandTable.MISTAKE);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("kata: ")
        .contains(answer);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aBrokenCatalogIsOneClearLine() throws IOException {
    checkout.write("katas/katas.json", "{\"katas\": [");

    assertThat(run("list", "--json")).isEqualTo(CommandTable.MISTAKE);

    assertThat(err.toString().lines()).singleElement().asString().contains("katas.json");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void helpNamesTheCommandsForLearnersAndNotTheRehearsal() {
    assertThat(run("--help")).isEqualTo(CommandTable.DONE);

    assertThat(out.toString())
        .contains("list", "solution", "shell", "live", "doctor")
        .doesNotContain("rehearse");
  }

  @Test
  void withoutATerminalASolvedWorkbookIsSaidToBeSolved() throws IOException {
    checkout.save("solved");
    checkout.write("katas/src/main/java/start/K02_Gate.java", "solved");
    solved();
    var gate = checkout.catalog().find("K02").orElseThrow();
    new Progress(checkout.checkout())
        .solvedBy(
            gate,
            Map.of("K02_Gate.java", "solved".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(run()).isEqualTo(CommandTable.DONE);

    assertThat(out.toString()).isEqualTo("All 2 katas are solved.\n");
  }

  private void solved() throws IOException {
    new Progress(checkout.checkout())
        .solvedBy(
            checkout.door(), Map.of("K01_Door.java", Files.readAllBytes(checkout.doorFile())));
  }

  private int run(String... arguments) {
    return run(checkout.checkout(), arguments);
  }

  private int run(Checkout in, String... arguments) {
    var output = new Output(new PrintWriter(out), new PrintWriter(err, true), false, false);
    return new CommandTable(in, output).run(arguments);
  }
}
