package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loosethreads.workbook.bench.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other end of {@code ./kata bench}, as the command starts it. */
class BenchTest {
  @TempDir Path folder;

  private static Process bench(Object... arguments) throws IOException {
    return new ProcessBuilder(
            Child.java(
                List.of("-Dkata.root=" + System.getProperty("kata.root"), "-Djmh.ignoreLock=true"),
                Bench.class,
                arguments))
        .redirectErrorStream(true)
        .start();
  }

  private static List<String> linesOf(Process process) throws IOException, InterruptedException {
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return lines;
  }

  @Test
  void listsEachExperimentWithItsQuestion() throws Exception {
    assertThat(linesOf(bench("list")))
        .hasSameSizeAs(Experiments.ALL)
        .allSatisfy(line -> assertThat(line).matches("[a-z-]+ +[A-Z].*\\?"));
  }

  @Test
  void anUnknownNameIsOneLineAndNothingRuns() throws Exception {
    Process bench = bench("quick", "lines", folder, "leak", "leek");

    assertThat(linesOf(bench))
        .singleElement()
        .asString()
        .startsWith("kata: there is no benchmark 'leek'; there are: leak, ");
    assertThat(bench.exitValue()).isEqualTo(2);
  }

  @Test
  void toldToEndItTakesItsForksAlongAndWritesNothing() throws Exception {
    Process bench = bench("full", "lines", folder, "leak");
    List<ProcessHandle> forks = new ArrayList<>();
    try (BufferedReader lines = bench.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("leak: ")) {
        line = lines.readLine();
      }
      assertThat(line).as("the first step").contains("left");
      while (forks.isEmpty() && bench.isAlive()) {
        bench.descendants().forEach(forks::add);
        Thread.onSpinWait();
      }

      bench.destroy();

      assertThat(bench.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(forks).isNotEmpty();
    for (ProcessHandle fork : forks) {
      fork.onExit().get(1, TimeUnit.MINUTES);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** What no experiment asks any more should not be in the book. */
  @Test
  void everyCommittedResultIsOfAnExperimentAndAnswersItsQuestion() throws IOException {
    Path committed = Results.committed(Path.of(System.getProperty("kata.root")));
    List<Path> files;
    try (Stream<Path> all = Files.list(committed)) {
      files = all.toList();
    }
    for (Path file : files) {
      Results results = Results.read(file).orElseThrow();
      assertThat(Experiments.ALL)
          .as(file.toString())
          .anySatisfy(e -> {
            assertThat(file).hasFileName(e.name() + ".json");
            assertThat(results.benchmark()).isEqualTo(e.name());
            assertThat(results.question()).isEqualTo(e.question());
          });
    }
    assertThat(files).isNotEmpty();
  }

  @Test
  void namesAreWordsAndNoTwoAreTheSame() {
    assertThat(Experiments.ALL)
        .extracting(Experiment::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z-]*"));
  }
}
