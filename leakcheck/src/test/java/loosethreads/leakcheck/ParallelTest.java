package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.programs.Crowds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four classes with very many tests, many at once. {@code -Dcrowd=5000} gives each class so many;
 * the build is content with fewer. Each run is in a JVM of its own.
 */
@LeakFree
class ParallelTest {
  private static final int TESTS = Integer.getInteger("crowd", 250);

  /** A census without flags is a thread dump, for each test. */
  private static final int TESTS_WITHOUT_FLAGS = Math.max(TESTS / 10, 25);

  private static final List<String> FLAGS =
      List.of(
          "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  @TempDir private Path temporary;

  @Test
  void blamesExactlyTheTestThatStartedEachThread() throws Exception {
    List<String> lines = run(FLAGS, TESTS, 64);
    assertThat(errors()).doesNotContain("JDK-8364343");
    assertThat(lines.removeLast())
        .isEqualTo(
            4 * IntStream.range(0, TESTS).filter(i -> Crowds.left(i) == 0).count() + " passed");
    assertThat(lines).containsExactlyInAnyOrderElementsOf(expected(TESTS));
  }

  /** Where nobody can say whose a thread is, the run as a whole is blamed, and no test. */
  @Test
  void blamesNoTestWronglyAndMissesNoThreadInAJvmWithoutFlags() throws Exception {
    List<String> lines = run(List.of(), TESTS_WITHOUT_FLAGS, 16);
    assertThat(errors()).containsOnlyOnce("may crash").contains("run with --add-exports");
    assertThat(lines.removeLast()).endsWith(" passed");
    int threads = 0;
    for (String line : lines) {
      threads += Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }
    assertThat(threads)
        .isEqualTo(4 * IntStream.range(0, TESTS_WITHOUT_FLAGS).map(Crowds::left).sum());
    lines.removeIf(line -> line.startsWith("the run "));
    assertThat(expected(TESTS_WITHOUT_FLAGS)).containsAll(lines);
  }

  /** Each test that leaks, and how many threads it leaves. */
  private static List<String> expected(int tests) {
    return Stream.of("First", "Second", "Third", "Fourth")
        .flatMap(type ->
            IntStream.range(0, tests)
                .filter(i -> Crowds.left(i) > 0)
                .mapToObj(i -> "Crowds.%s.leaking() [%d] %d".formatted(type, i, Crowds.left(i))))
        .toList();
  }

  private List<String> run(List<String> flags, int tests, int atOnce)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "--enable-preview",
            "-XX:ErrorFile=" + temporary.resolve("crash.log"),
            "-cp",
            System.getProperty("java.class.path"),
            RunsInParallel.class.getName(),
            String.valueOf(tests),
            String.valueOf(atOnce)));
    Process jvm =
        new ProcessBuilder(command).redirectError(temporary.resolve("errors").toFile()).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int end = jvm.waitFor();
    assumeTheJdkDidNotCrashInItsDump();
    assertThat(end).as(output + errors()).isZero();
    return new ArrayList<>(output.lines().toList());
  }

  /**
   * JDK 25 can crash when it dumps a virtual thread on its way, whatever leakcheck does (<a
   * href="https://github.com/openjdk/jdk/pull/26612">JDK-8364343</a>). Such a run says nothing
   * about leakcheck: the test counts as not run, and says why.
   */
  private void assumeTheJdkDidNotCrashInItsDump() throws IOException {
    Path log = temporary.resolve("crash.log");
    if (Files.exists(log)) {
      assumeThat(Files.readString(log))
          .as("what the JVM was doing when it crashed: a dump, JDK-8364343")
          .doesNotContain("GetThreadSnapshotClosure::do_thread");
    }
  }

  private String errors() throws IOException {
    return Files.readString(temporary.resolve("errors"));
  }
}
