package loosethreads.workbook.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real {@code ./kata} in a real terminal. Its path has a space and letters that are not ASCII.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the kata script is for a POSIX shell")
class WatchIT {
  @TempDir static Path folder;
  private static CopiedCheckout checkout;
  private static Kata first;
  private static Kata second;

  @BeforeAll
  static void copy() throws IOException {
    checkout = new CopiedCheckout(Files.createDirectory(folder.resolve("Lose Fäden ü")));
    first = checkout.katas().get(0);
    second = checkout.katas().get(1);
  }

  @BeforeEach
  void startAgain() throws IOException {
    checkout.startAgain();
  }

  @Test
  void savingTheReferenceTurnsAKataGreenAndMovesOn() throws Exception {
    try (var kata = kata(100, 50, Map.of())) {
      kata.await(first.id() + " · " + first.title(), "leaking", "0/" + checkout.katas().size());
      checkout.solve(first);
      kata.await("✓ " + first.id() + " solved", second.id() + " · " + second.title(), "1/");
      kata.type("q");

      assertThat(kata.awaitEnd()).isZero();
      assertThat(kata.text()).contains("Go on with: ./kata");
      assertThat(kata.sent()).containsPattern("\033\\[([0-9]+;)*32(;[0-9]+)*m✓ ");
    }
  }

  @Test
  void everyKeyInTheFooterDoesWhatItSays() throws Exception {
    try (var kata = kata(100, 50, Map.of())) {
      kata.await("h hint · n next · l list · o open page · r reset · q quit");
      kata.type("h");
      kata.await("Hint 1 of 3");
      kata.type("l");
      kata.await("Enter go there", "› · " + first.id());
      kata.type("\033[B");
      kata.await("› · " + second.id());
      kata.type("\033");
      kata.await(first.id() + " · " + first.title());
      kata.type("n");
      kata.await(second.id() + " · " + second.title());
      kata.type("l\033OA\r");
      kata.await(first.id() + " · " + first.title());
      Files.writeString(file(first), "mine", StandardCharsets.UTF_8);
      kata.await("does not compile");
      kata.type("r");
      kata.await("Reset " + first.id() + "?");
      kata.type("y");
      kata.await("The original is back.", "leaking");
      assertThat(Files.readString(file(first))).contains("TODO");
      kata.type("q");
      assertThat(kata.awaitEnd()).isZero();
    }
  }

  @Test
  void whateverBecomesOfTheFileTheScreenSurvives() throws Exception {
    byte[] original = Files.readAllBytes(file(first));
    try (var kata = kata(100, 50, Map.of())) {
      kata.await("✗ leaking");
      Files.delete(file(first));
      kata.await("is not there");
      Files.createDirectory(file(first));
      kata.await("is not there");
      Files.delete(file(first));
      Files.write(file(first), new byte[] {'c', (byte) 0xFF, 0});
      kata.await("is not UTF-8");
      Files.writeString(file(first), "");
      kata.await("is empty");
      Files.write(file(first), original);
      kata.await("✗ leaking");
    }
  }

  @Test
  void controlCGivesTheTerminalBackAsItWas() throws Exception {
    try (var shell =
        PtyScreen.start(
            checkout.root(),
            100,
            30,
            Map.of(),
            List.of("sh", "-c", "./kata; echo exit $?; stty -a"))) {
      shell.await("q quit");
      shell.type("\003");
      shell.await("exit 0", "icanon");

      assertThat(shell.text()).doesNotContain("-icanon", "-echo ", "-isig", "-icrnl");
      assertScreenIsBack(shell);
    }
  }

  @Test
  void aTerminationSignalGivesTheTerminalBackToo() throws Exception {
    try (var kata = kata(100, 30, Map.of())) {
      kata.await("q quit");
      kata.process().destroy();
      kata.awaitEnd();

      assertScreenIsBack(kata);
    }
  }

  @Test
  void progressSurvivesAKill() throws Exception {
    try (var kata = kata(100, 50, Map.of())) {
      kata.await("leaking");
      checkout.solve(first);
      kata.await("✓ " + first.id() + " solved");
      kata.process().destroyForcibly();
      assertThat(kata.awaitEnd()).isNotZero();
    }
    try (var kata = kata(100, 50, Map.of())) {
      kata.await(second.id() + " · " + second.title(), second.id() + " · 1/");
    }
  }

  @Test
  void sixtyColumnsAreEnoughAndAnotherSizeIsTakenAtOnce() throws Exception {
    try (var kata = kata(60, 24, Map.of())) {
      kata.await("leaking", "more (space)");
      kata.awaitLastLine("q quit");
      kata.type(" ");
      kata.await("started at");

      kata.resize(120, 60);
      kata.await(first.id() + " · " + first.title(), "started at");
      kata.awaitLastLine("q quit");
    }
  }

  @Test
  void noColorMeansNoColor() throws Exception {
    try (var kata = kata(100, 30, Map.of("NO_COLOR", "1"))) {
      kata.await("leaking");
      kata.type("q");
      kata.awaitEnd();

      assertThat(kata.sent()).doesNotContainPattern("\033\\[[0-9;]*m");
    }
  }

  @Test
  void twoRunnersAtOnceKeepEachOthersProgress() throws Exception {
    try (var one = kata(100, 50, Map.of());
        var other = kata(100, 50, Map.of())) {
      one.await("leaking");
      other.await("leaking");
      other.type("n");
      other.await(second.id() + " · " + second.title());
      checkout.solve(first);
      checkout.solve(second);
      one.await("2/");
      other.await("2/");
    }
  }

  @Test
  void withoutATerminalItJudgesOnceAndEnds() throws Exception {
    Process kata =
        new ProcessBuilder(checkout.root().resolve("kata").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String text = new String(kata.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(kata.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(kata.exitValue()).isEqualTo(1);
    assertThat(text)
        .contains(
            first.id() + " · " + first.title(), "leaking", file(first).getFileName().toString())
        .doesNotContain("\033");
  }

  private static void assertScreenIsBack(PtyScreen terminal) {
    String sent = terminal.sent();
    assertThat(sent.lastIndexOf("\033[?1049l")).isGreaterThan(sent.lastIndexOf("\033[?1049h"));
    assertThat(sent.lastIndexOf("\033[?25h")).isGreaterThan(sent.lastIndexOf("\033[?25l"));
  }

  private static PtyScreen kata(int columns, int rows, Map<String, String> environment)
      throws IOException {
    return PtyScreen.start(
        checkout.root(),
        columns,
        rows,
        environment,
        List.of(checkout.root().resolve("kata").toString()));
  }

  private static Path file(Kata kata) {
    return checkout.checkout().program(kata, kata.files().getFirst());
  }
}
