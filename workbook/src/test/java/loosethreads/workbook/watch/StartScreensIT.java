package loosethreads.workbook.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The screens that the first page of the book shows are the ones that a reader sees. With {@code
 * -Dpicture} they are written anew: {@code mvn -pl workbook -am verify -Dit.test=StartScreensIT
 * -Dpicture}
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the kata script is for a POSIX shell")
class StartScreensIT {
  private static final int COLUMNS = 100;
  private static final int ROWS = 80;

  @TempDir Path folder;
  private CopiedCheckout checkout;
  private Kata first;
  private Path program;

  @BeforeEach
  void copy() throws IOException {
    checkout = new CopiedCheckout(folder.resolve("loose-threads"));
    first = checkout.katas().getFirst();
    program = checkout.checkout().program(first, first.files().getFirst());
  }

  @Test
  void areWhatTheWatchShows() throws Exception {
    String original = Files.readString(program);
    try (var kata = start()) {
      kata.await("✗ " + first.id() + " leaking in ", "✗ leaking\n");
      compare("start-1-leaking", kata, text -> text);

      save(original.replace("while (true)", "while (!closed)"));
      kata.await("left 1 thread behind", "✗ leaking\n");
      compare("start-2-flag", kata, this::fromTheVerdictOn);

      save(original.replaceFirst("// TODO.*", "greeter.interrupt();"));
      kata.await("cannot find symbol", "✗ not-compiling\n");
      compare("start-3-not-compiling", kata, this::fromTheVerdictOn);
    }
  }

  private PtyScreen start() throws IOException {
    return PtyScreen.start(
        checkout.root(),
        COLUMNS,
        ROWS,
        Map.of(),
        List.of(checkout.root().resolve("kata").toString()));
  }

  private void save(String text) throws IOException {
    assertThat(text).isNotEqualTo(Files.readString(program));
    Files.writeString(program, text);
  }

  /** A screen is painted line by line: what is not yet as it was may soon be. */
  private static void compare(String name, PtyScreen kata, UnaryOperator<String> cut)
      throws Exception {
    Path file = Path.of("").toAbsolutePath().resolveSibling("docs/runs/" + name + ".txt");
    if (System.getProperty("picture") != null) {
      Files.writeString(file, asTallAsNeeded(cut.apply(kata.text())));
    }
    String shown = alike(Files.readString(file));
    kata.await(text -> alike(asTallAsNeeded(cut.apply(text))).equals(shown), shown);
  }

  private String fromTheVerdictOn(String screen) {
    return screen.substring(Math.max(0, screen.indexOf("✗ " + first.id())));
  }

  /** A terminal that is just as high as the text has one empty line above the footer. */
  private static String asTallAsNeeded(String screen) {
    return screen.replaceFirst("\\n{3,}━", "\n\n━").strip() + "\n";
  }

  /** Without what differs from run to run: times, and how many threads leaked, and which idled. */
  private static String alike(String screen) {
    return screen
        .replaceAll("· [\\d.,]+ m?s\\n", "· TIME\n")
        .replaceAll("\\d+ (virtual )?threads?", "SOME $1threads")
        .replaceAll(" *Ignored: .*\\n( {6}.*\\n)*", "");
  }
}
