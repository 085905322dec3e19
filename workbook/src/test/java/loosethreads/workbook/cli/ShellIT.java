package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.CopiedCheckout;
import loosethreads.workbook.watch.PtyScreen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code ./kata shell}, in a terminal and in a pipe. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the kata script is for a POSIX shell")
class ShellIT {
  private static final String SPIN =
      "for (int i = 0; ; i++) { if (i == 0) System.out.println(\"spin\" + \"ning\"); }\r";

  @TempDir static Path folder;
  private static CopiedCheckout checkout;

  @BeforeAll
  static void copy() throws IOException {
    checkout = new CopiedCheckout(Files.createDirectory(folder.resolve("Lose Fäden ü")));
  }

  @BeforeEach
  void startAgain() throws IOException {
    checkout.startAgain();
  }

  /** What the book shows was recorded by this very script. */
  @Test
  void theScriptOfTheBookPrintsWhatTheBookShows() throws Exception {
    Path docs = checkout.root().resolve("docs");
    Process shell = shell("K02", docs.resolve("examples/shell-K02.jsh"));
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(withoutTimes(printed).replaceFirst("kata: preparing quick starts.*\n", ""))
        .isEqualTo(withoutTimes(Files.readString(docs.resolve("runs/shell-K02.txt"))));
    assertThat(shell.exitValue()).isZero();
  }

  /** How wide each step of the chart is depends on the machine. */
  private static String withoutTimes(String text) {
    return text.replaceAll("▁+[▁-█]*█+  now (.*) in .* s", "▁█  now $1");
  }

  @Test
  void inATerminalOneTypesAndAsksAndLeaves() throws Exception {
    try (var shell = terminal("K11")) {
      shell.await("jshell>");
      shell.type(
          "var t = new K11_PriceTicker(() -> 1, java.time.Duration.ofMillis(50), p -> {});\r");
      shell.await("t ==> ");
      shell.type("threads()\r");
      shell.await("1 thread: 0 platform, 1 virtual");
      shell.type("leaks()\r");
      shell.await("started at  K11_PriceTicker.java:");
      shell.type("while (true) { System.out.println(\"still \" + \"on\"); Thread.sleep(50); }\r");
      shell.await("still on");
      shell.type("\003");
      shell.await("InterruptedException");
      shell.type("6 * 7\r");
      shell.await("==> 42");
      List<ProcessHandle> children = shell.process().descendants().toList();
      assertThat(children).hasSize(1);
      shell.type("/exit\r");

      assertThat(shell.awaitEnd()).isZero();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void aLoopThatHearsNoInterruptCostsTheJvmAndNotTheShell() throws Exception {
    try (var shell = terminal("K11")) {
      shell.await("jshell>");
      shell.type(SPIN);
      shell.await("spinning");
      shell.type("\003");
      shell.await("State engine terminated", "/reload -restore");
      shell.type("\"back\" + \" again\"\r");
      shell.await("back again\"");
      shell.type("/exit 3\r");

      assertThat(shell.awaitEnd()).isEqualTo(3);
    }
  }

  @Test
  void aShellThatIsKilledTakesItsJvmWithIt() throws Exception {
    try (var shell = terminal("K11")) {
      shell.await("jshell>");
      shell.type(SPIN);
      shell.await("spinning");
      List<ProcessHandle> children = shell.process().descendants().toList();
      assertThat(children).hasSize(1);
      shell.process().destroyForcibly();

      children.getFirst().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aKataThatDoesNotCompileIsOneClearLine() throws Exception {
    Kata kata = checkout.katas().getFirst();
    Files.writeString(checkout.checkout().program(kata, kata.files().getFirst()), "class {}");
    Process shell = shell(kata.id(), Path.of("/dev/null"));
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isEqualTo(2);
    assertThat(said.lines().filter(line -> !line.contains("quick starts")))
        .singleElement()
        .asString()
        .startsWith("kata: " + kata.id() + " does not compile: katas/src/main/java/")
        .endsWith("See: ./kata run " + kata.id());
  }

  private static Process shell(String id, Path input) throws IOException {
    return new ProcessBuilder(checkout.root().resolve("kata").toString(), "shell", id)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectInput(input.toFile())
        .start();
  }

  private static PtyScreen terminal(String id) throws IOException {
    return PtyScreen.start(
        checkout.root(),
        100,
        50,
        Map.of(),
        List.of(checkout.root().resolve("kata").toString(), "shell", id));
  }
}
