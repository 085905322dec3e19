package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loosethreads.leakcheck.programs.Adopted;
import loosethreads.leakcheck.programs.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;

/** An old code base: the leaks it has are known, and one more fails. */
@LeakFree
class BaselineTest {
  private static final String OLD = "loosethreads.leakcheck.programs.Adopted$OldCode";
  private static final String WAITS =
      "waits in await() on a CountDownLatch that nobody counts down";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void begin() {
    Adopted.OldCode.leaks = 1;
    file = folder.resolve("not/there/yet/leaks.txt");
  }

  @AfterEach
  void end() {
    Adopted.endAll();
  }

  @Test
  void isWrittenSortedAndWithNothingThatMovesWithALine() throws IOException {
    Suite suite = write(Adopted.OldCode.class);
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.warnings())
        .containsExactly(
            "leakcheck.baseline.write=true: wrote 6 lines of 8 threads to "
                + file
                + "; no leak fails a test");
    assertThat(lines())
        .containsExactly(
            OLD + ".leaksAsOftenAsTold() | Adopted.named | " + WAITS + " | 1",
            OLD + ".leaksEachTime() | Adopted.named | " + WAITS + " | 2",
            OLD + ".leaksTwo() | Adopted.named | " + WAITS + " | 2",
            OLD + ".spins() | Adopted.OldCode.spins | runs, or waits each time with a limit | 1",
            OLD + ".waitsForALock() | Adopted.OldCode.waitsForALock | " + WAITS + " | 1",
            OLD
                + ".waitsForALock() | Adopted.OldCode.waitsForALock | waits in lock() on a"
                + " ReentrantLock that another holds | 1");
  }

  @Test
  void letsTheKnownLeaksPassWithAWarningAndLeavesTheirThreadsAlone() {
    write(Adopted.OldCode.class);
    Suite suite = keep(Adopted.OldCode.class);
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.warnings())
        .hasSize(6)
        .allMatch(warning -> warning.startsWith("known leak, in " + file + ": " + OLD))
        .contains(
            "known leak, in %s: %s.leaksTwo() | Adopted.named | %s | 2"
                .formatted(file, OLD, WAITS));
    assertThat(suite.entries())
        .hasSize(6)
        .allMatch(json -> json.contains("\"afterInterrupt\":\"not interrupted\""));
  }

  @Test
  void failsOnOneMoreAndSaysWhichIsNew() {
    write(Adopted.OldCode.class);
    Adopted.OldCode.leaks = 3;
    Suite suite = keep(Adopted.OldCode.class);
    assertThat(suite.failures()).containsOnlyKeys("leaksAsOftenAsTold()");
    assertThat(suite.failure())
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("leaksAsOftenAsTold() left 3 threads behind")
        .message()
        .endsWith(
            "Baseline: %s knows 1 of the 3 threads. New:\n  %s.leaksAsOftenAsTold() | Adopted.named"
                    .formatted(file, OLD)
                + " | "
                + WAITS
                + " | 2");
  }

  @Test
  void failsOnALeakOfATestThatIsNotInIt() {
    write(Adopted.OldCode.class);
    assertThat(keep(Adopted.Marked.class).failure()).isInstanceOf(LeakError.class);
  }

  @Test
  void tellsOnceAtTheEndWhatIsGone() {
    write(Adopted.OldCode.class);
    Adopted.OldCode.leaks = 0;
    assertThat(keep(Adopted.OldCode.class).warnings())
        .last()
        .isEqualTo(
            ("%s has leaks that did not show, though their tests ran. If they are mended, delete"
                    + " these lines:\n  %s.leaksAsOftenAsTold() | Adopted.named | %s | 1")
                .formatted(file, OLD, WAITS));
  }

  @Test
  void saysNothingOfTestsThatDidNotRunOrThatFailedByThemselves() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        # a comment

        shop.Elsewhere.leaks() | A.b | waits | 7
        loosethreads.leakcheck.programs.Samples$FailsByItself.failsAndLeaks() | A.b | waits | 1
        """);
    Suite suite = keep(Samples.FailsByItself.class);
    assertThat(suite.failures()).containsOnlyKeys("failsAndLeaks()");
    assertThat(suite.warnings()).isEmpty();
    Samples.endTheLast();
  }

  @Test
  void keepsTheLinesOfTestsThatDidNotRunWhenItIsWrittenAnew() throws IOException {
    write(Adopted.Marked.class);
    List<String> before = lines();
    write(Adopted.OldCode.class);
    Adopted.OldCode.leaks = 0;
    write(Adopted.OldCode.class);
    assertThat(lines()).hasSize(6).containsAll(before).noneMatch(line -> line.contains("AsTold"));
  }

  @Test
  void knowsALeakWhoseStarterIsHiddenInThisJvmOrWasWhenItWasWritten() throws IOException {
    write(Adopted.OldCode.class);
    Files.writeString(file, Files.readString(file).replace("| Adopted.named |", "| unknown |"));
    assertThat(keep(Adopted.OldCode.class).failures()).isEmpty();
    KnownLeak line = new KnownLeak("t", "A.b", "waits");
    assertThat(line.covers(new KnownLeak("t", "unknown", "waits"))).isTrue();
    assertThat(line.covers(new KnownLeak("t", "A.c", "waits"))).isFalse();
    assertThat(line.covers(new KnownLeak("u", "A.b", "waits"))).isFalse();
    assertThat(line.covers(new KnownLeak("t", "A.b", "sleeps"))).isFalse();
    assertThat(line.covers(new KnownLeak("t", "A.b", KnownLeak.MOVES))).isTrue();
  }

  @Test
  void refusesWhatItCannotReadInOneLine() throws IOException {
    assertThat(keep(Adopted.Marked.class).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "leakcheck.baseline="
                + file
                + ": there is no such file in "
                + Path.of("").toAbsolutePath()
                + "; write it with leakcheck.baseline.write=true");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# fine\nshop.Test.leaks() | A.b | waits | some\n");
    assertThat(keep(Adopted.Marked.class).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            file
                + ":2: not \"test | started by | waits for | how many threads\": shop.Test.leaks() |"
                + " A.b | waits | some");
    assertThat(
            Suite.run(Adopted.Marked.class, Map.of("leakcheck.baseline.write", "true")).failure())
        .hasMessage("leakcheck.baseline.write=true: say where to, with leakcheck.baseline=FILE");
  }

  private Suite write(Class<?> type) {
    return Suite.run(
        type, Map.of("leakcheck.baseline", file.toString(), "leakcheck.baseline.write", "true"));
  }

  private Suite keep(Class<?> type) {
    return Suite.run(type, Map.of("leakcheck.baseline", file.toString()));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
  }
}
