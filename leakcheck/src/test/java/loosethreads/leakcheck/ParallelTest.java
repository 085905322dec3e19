package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.programs.Crowds;
import org.junit.jupiter.api.Test;

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

  @Test
  void blamesExactlyTheTestThatStartedEachThread() throws Exception {
    List<String> lines = run(FLAGS, TESTS, 64);
    assertThat(lines.removeLast())
        .isEqualTo(
            4 * IntStream.range(0, TESTS).filter(i -> Crowds.left(i) == 0).count() + " passed");
    assertThat(lines).containsExactlyInAnyOrderElementsOf(expected(TESTS));
  }

  /** Where nobody can say whose a thread is, the run as a whole is blamed, and no test. */
  @Test
  void blamesNoTestWronglyAndMissesNoThreadInAJvmWithoutFlags() throws Exception {
    List<String> lines = run(List.of(), TESTS_WITHOUT_FLAGS, 16);
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

  private static List<String> run(List<String> flags, int tests, int atOnce)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "--enable-preview",
            "-cp",
            System.getProperty("java.class.path"),
            RunsInParallel.class.getName(),
            String.valueOf(tests),
            String.valueOf(atOnce)));
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(output).isZero();
    return new ArrayList<>(output.lines().toList());
  }
}
