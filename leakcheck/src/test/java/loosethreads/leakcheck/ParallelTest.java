package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import loosethreads.leakcheck.programs.Crowds;
import org.junit.jupiter.api.Test;

/**
 * Four classes with very many tests, all at once. {@code -Dcrowd=5000} gives each so many; the
 * build is content with fewer.
 */
@LeakFree
class ParallelTest {
  private static final int TESTS = Integer.getInteger("crowd", 500);
  private static final String AT_ONCE = "64";
  private static final List<String> FLAGS =
      List.of(
          "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  @Test
  void blamesExactlyTheTestThatStartedEachThread() throws Exception {
    List<String> expected = new ArrayList<>();
    for (String type : List.of("First", "Fourth", "Second", "Third")) {
      for (int i = 0; i < TESTS; i++) {
        if (Crowds.left(i) > 0) {
          expected.add("Crowds." + type + ".leaking() [" + i + "] " + Crowds.left(i));
        }
      }
    }
    long leaking = expected.size();
    List<String> lines = run(FLAGS);
    assertThat(lines.removeLast()).isEqualTo((4L * TESTS - leaking) + " passed");
    assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void blamesNoTestWrongAndMissesNoThreadInAJvmWithoutFlags() throws Exception {
    List<String> lines = run(List.of());
    assertThat(lines.removeLast()).endsWith(" passed");
    int threads = 0;
    for (String line : lines) {
      String test = line.substring(0, line.lastIndexOf(' '));
      threads += Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
      assertThat(test)
          .satisfiesAnyOf(
              one -> assertThat(one).contains("leaking()"),
              one -> assertThat(one).isEqualTo("the run"));
    }
    assertThat(threads).isEqualTo(4 * IntStream.range(0, TESTS).map(Crowds::left).sum());
  }

  private static List<String> run(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "--enable-preview",
            "-cp",
            System.getProperty("java.class.path"),
            RunsInParallel.class.getName(),
            String.valueOf(TESTS),
            AT_ONCE));
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(output).isZero();
    return new ArrayList<>(output.lines().toList());
  }
}
