package loosethreads.workbook.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.snippet.SnippetEvent.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every snippet of {@code docs/snippets}: what is called leaking leaks, and so on. */
@LeakFree
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookSnippetsIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path FOLDER = ROOT.resolve("docs/snippets");

  private Snippets snippets;

  @BeforeAll
  void open() {
    snippets = Snippets.open(new Checkout(ROOT, ROOT.resolve(".kata"), ROOT));
  }

  @AfterAll
  void close() {
    snippets.close();
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void theLeakingOneClimbsPastFiftyAndNothingEnds(String chapter) throws Exception {
    Hearing hearing = run(chapter + "-leaking.jsh");

    hearing.awaitThreads(50);
    hearing.await(Verdict.class, verdict -> verdict.state().equals("climbing"));
    SnippetEvent.Ended ended = hearing.awaitEnd();
    assertThat(hearing.problems()).isEmpty();
    assertThat(ended.reason()).isEqualTo("finished");
    assertThat(last(hearing).state()).isEqualTo("flat");
    assertThat(last(hearing).text()).endsWith("threads left, and nobody ends them");
    // Whoever is about to end may be counted once: of two dictionaries, the one that was heard.
    assertThat(hearing.peak() - left(hearing)).as("threads that have ended").isBetween(0, 1);
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void theFixedOneNeverHasManyAndLeavesNone(String chapter) throws Exception {
    Hearing hearing = run(chapter + "-fixed.jsh");

    assertThat(hearing.awaitEnd().text()).isEqualTo("It ran to its last line. No thread is left.");
    assertThat(hearing.problems()).isEmpty();
    // Which one it is depends on whether a thread lived long enough to be counted.
    assertThat(last(hearing))
        .isIn(
            new Verdict("none", "0 threads: everything ended"),
            new Verdict("none", "0 threads: none was there to count"));
    assertThat(hearing.peak()).isLessThan(50);
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void theTwoDifferInAFewLines(String chapter) throws IOException {
    List<String> leaking = Files.readAllLines(FOLDER.resolve(chapter + "-leaking.jsh"));
    List<String> fixed = Files.readAllLines(FOLDER.resolve(chapter + "-fixed.jsh"));

    int changed =
        DiffUtils.diff(leaking, fixed).getDeltas().stream()
            .mapToInt(delta -> Math.max(delta.getSource().size(), delta.getTarget().size()))
            .sum();

    assertThat(changed).isBetween(1, 3);
    assertThat(leaking.stream().filter(line -> !line.isBlank())).hasSizeBetween(8, 25);
  }

  @Test
  void everySnippetHasItsTwin() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              chapters()
                  .flatMap(chapter -> Stream.of(chapter + "-leaking.jsh", chapter + "-fixed.jsh"))
                  .toList());
    }
  }

  static Stream<String> chapters() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("-leaking.jsh"))
          .map(name -> name.replace("-leaking.jsh", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private Hearing run(String file) throws Exception {
    Hearing hearing = new Hearing();
    snippets.start(Files.readString(FOLDER.resolve(file)), hearing);
    return hearing;
  }

  private static Verdict last(Hearing hearing) {
    return (Verdict) hearing.events().stream().filter(Verdict.class::isInstance).toList().getLast();
  }

  private static int left(Hearing hearing) {
    var sample =
        (SnippetEvent.Sample)
            hearing.events().stream()
                .filter(SnippetEvent.Sample.class::isInstance)
                .toList()
                .getLast();
    return sample.platform() + sample.virtual();
  }
}
