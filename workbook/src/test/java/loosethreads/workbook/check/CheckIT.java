package loosethreads.workbook.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.kata.Recording;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks one promise of a good kata at a time: the check must say which. */
@LeakFree
class CheckIT {
  private static final String LEAKING =
      """
      package start;

      class K01_Door {
        // TODO close it
        static Thread open() {
          return Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park());
        }
      }
      """;
  private static final String PARK = "() -> java.util.concurrent.locks.LockSupport.park()";
  private static final String FIXED = LEAKING.replace(PARK, "() -> {}");
  private static final String SPINNING = LEAKING.replace(PARK, "() -> { while (true) {} }");
  private static final String GONE =
      LEAKING.replace("return Thread", "if (true) return null; return Thread");

  /** The JVM's cache that a check makes first is the same for all. */
  @TempDir static Path state;

  @TempDir Path folder;
  private Checkout checkout;
  private Kata kata = kata("parked by LockSupport");

  /** A line for each verdict. Judges tell it from threads of their own. */
  private final List<String> judged = new CopyOnWriteArrayList<>();

  @BeforeEach
  void aGoodKata() throws IOException {
    checkout = new Checkout(folder, state, Path.of("").toAbsolutePath().getParent());
    write("katas/src/main/java/start/K01_Door.java", LEAKING);
    write(
        "katas/src/test/java/start/K01_DoorTest.java",
        """
        package start;

        import loosethreads.leakcheck.LeakFree;
        import org.assertj.core.api.Assertions;
        import org.junit.jupiter.api.Test;

        class K01_DoorTest {
          @Test
          @LeakFree(within = "500ms")
          void opens() {
            Assertions.assertThat(K01_Door.open()).as("the door").isNotNull();
          }
        }
        """);
    write("katas/hints/K01.txt", "one\n---\ntwo\n---\nthree\n");
    write("katas/go/K01_Door.go", "package main\n");
    write("docs/katas/K01.adoc", "= K01\n");
    write("solutions/src/main/java/start/K01_Door.java", FIXED);
    fix("good-empty", "// Also good: nothing to do.\n" + FIXED);
    fix("bad-one", "// Tempting: spin.\n// Rejected as leaking: it never ends.\n" + SPINNING);
    fix("bad-two", "// Tempting: no thread.\n// Rejected as wrong: no door.\n" + GONE);
    fix("bad-three", "// Tempting: leave it.\n// Rejected as leaking: it leaks.\n" + LEAKING);
  }

  private static Kata kata(String reason) {
    return new Kata(
        "K01",
        "K01_Door",
        "start",
        "A door",
        5,
        1,
        "Close it.",
        "leaking",
        reason,
        Map.of("K01_Door.java", ""));
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void fix(String name, String text) throws IOException {
    write("solutions/fixes/K01/" + name + "/K01_Door.java", text);
  }

  private long timesJudged(String name) {
    return judged.stream().filter(line -> line.contains(" " + name + " ")).count();
  }

  private CheckResult check(Check.Options options) throws InterruptedException {
    var original =
        new Candidate(kata, Map.of("K01_Door.java", LEAKING.getBytes(StandardCharsets.UTF_8)));
    return new Check(checkout, _ -> original, options, judged::add).of(List.of(kata));
  }

  @Test
  void aGoodKataHasNoProblemsEvenWhileSomebodySolvesIt() throws IOException, InterruptedException {
    write("katas/src/main/java/start/K01_Door.java", FIXED);

    CheckResult result = check(new Check.Options(1, 2, false, true, 1, false));

    assertThat(result.katas().getFirst().problems()).isEmpty();
    assertThat(result.ok()).isTrue();
    assertThat(result.katas().getFirst().notes())
        .containsExactly("its program is not the original; the original was judged");
    assertThat(result.katas().getFirst().original()).isEqualTo("leaking");
    assertThat(result.katas().getFirst().candidates())
        .containsExactly(
            new CheckResult.CandidateResult("reference", "solved", "solved"),
            new CheckResult.CandidateResult("good-empty", "solved", "solved"),
            new CheckResult.CandidateResult("bad-one", "rejected", "leaking"),
            new CheckResult.CandidateResult("bad-three", "rejected", "leaking"),
            new CheckResult.CandidateResult("bad-two", "rejected", "wrong"));
    assertThat(timesJudged("reference")).isEqualTo(2);
    assertThat(timesJudged("good-empty")).isEqualTo(2);
    assertThat(timesJudged("bad-one")).isEqualTo(1);
    assertThat(timesJudged("original")).isEqualTo(1);
    assertThat(CheckText.of(result))
        .contains("1 kata, 2 good fixes, 3 bad fixes: every verdict as declared");
    assertThat(folder.resolve("docs/runs/K01.txt")).content().contains("opens()");
  }

  @Test
  void aRecordingHoldsTheOriginalBesideTheReference() throws InterruptedException {
    var original =
        new Candidate(kata, Map.of("K01_Door.java", LEAKING.getBytes(StandardCharsets.UTF_8)));

    new Recorder(checkout, _ -> original, judged::add).record(List.of(kata));

    Recording recording = Recording.read(checkout, kata).orElseThrow();
    assertThat(recording.isOf(checkout, kata)).isTrue();
    assertThat(recording.leaking().getFirst().threads()).isZero();
    assertThat(recording.leaking().getLast().virtual())
        .isEqualTo(recording.leaking().size() - 1)
        .isGreaterThan(1);
    assertThat(recording.fixed()).hasSameSizeAs(recording.leaking());
    assertThat(recording.fixed().getLast().threads()).isZero();
    assertThat(judged).singleElement().asString().startsWith("rec K01 leaking ");
  }

  @Test
  void aRoundOfItsOwnTakesThePlaceOfTheTest() throws IOException, InterruptedException {
    write(
        "solutions/src/test/java/start/K01_DoorRound.java",
        """
        package start;

        import org.junit.jupiter.api.Test;

        class K01_DoorRound {
          @Test
          void threeDoorsOpen() {
            for (int door = 0; door < 3; door++) {
              K01_Door.open();
            }
          }
        }
        """);
    var original =
        new Candidate(kata, Map.of("K01_Door.java", LEAKING.getBytes(StandardCharsets.UTF_8)));

    new Recorder(checkout, _ -> original, judged::add).record(List.of(kata));

    Recording recording = Recording.read(checkout, kata).orElseThrow();
    assertThat(recording.leaking().getLast().virtual())
        .isEqualTo(3 * recording.leaking().getLast().round());
    assertThat(recording.of()).containsKey("solutions/src/test/java/start/K01_DoorRound.java");
    write("solutions/src/test/java/start/K01_DoorRound.java", "// another one");
    assertThat(recording.isOf(checkout, kata)).isFalse();
  }

  /** What a program holds for as long as it runs, and one that holds more with each round. */
  @Test
  void whatGrowsInTheHeapAloneShowsToo() throws InterruptedException {
    String holding =
        LEAKING.replace(
            "static Thread open() {",
            "static final java.util.List<byte[]> KEPT = new java.util.ArrayList<>();\n"
                + "static Thread open() { KEPT.add(new byte[1 << 20]);");
    var original =
        new Candidate(
            kata,
            Map.of(
                "K01_Door.java",
                holding.replace(PARK, "() -> {}").getBytes(StandardCharsets.UTF_8)));

    new Recorder(checkout, _ -> original, judged::add).record(List.of(kata));

    Recording recording = Recording.read(checkout, kata).orElseThrow();
    assertThat(recording.leaksThreads()).isFalse();
    assertThat(recording.leaking().getLast().heapKb())
        .isGreaterThan(recording.leaking().getFirst().heapKb() + 15 * 1024);
  }

  @Test
  void whatDoesNotGrowIsNotKept() throws InterruptedException {
    var fixed =
        new Candidate(kata, Map.of("K01_Door.java", FIXED.getBytes(StandardCharsets.UTF_8)));

    new Recorder(checkout, _ -> fixed, judged::add).record(List.of(kata));

    assertThat(Recording.read(checkout, kata)).isEmpty();
    assertThat(judged).singleElement().asString().startsWith("no growth to see: K01");
  }

  @Test
  void moreFixesAreJudgedWhenAllAre() throws IOException, InterruptedException {
    write(
        "solutions/more-fixes/K01/bad-four/K01_Door.java",
        "// Tempting: nothing is left.\n// Rejected as leaking: not so.\n" + FIXED);

    CheckResult some = check(new Check.Options(1, 1, false, true, 1, false));
    CheckResult all = check(new Check.Options(1, 1, true, false, 1, false));

    assertThat(some.ok()).isTrue();
    assertThat(all.katas().getFirst().problems())
        .containsExactly("bad-four: solved, should be leaking");
    assertThat(timesJudged("bad-one")).isEqualTo(2);
    assertThat(timesJudged("bad-four")).isEqualTo(1);
  }

  @Test
  void everyBrokenPromiseIsNamed() throws IOException, InterruptedException {
    kata = kata("waits for a lock");
    write("katas/src/main/java/start/K01_Door.java", FIXED);
    write("katas/hints/K01.txt", "one\n---\ntwo\n");
    write("docs/runs/K01.txt", "something else");
    fix("good-empty", "// Also good: not at all.\n" + LEAKING);
    fix("bad-two", "// Tempting: no thread.\n// Rejected as wrong: no door.\n" + FIXED);
    Files.delete(folder.resolve("katas/go/K01_Door.go"));
    Files.delete(folder.resolve("docs/katas/K01.adoc"));
    Files.delete(folder.resolve("solutions/fixes/K01/bad-one/K01_Door.java"));
    Files.delete(folder.resolve("solutions/fixes/K01/bad-one"));

    CheckResult result = check(new Check.Options(1, 1, false, false, 1, true));

    assertThat(result.ok()).isFalse();
    assertThat(result.katas().getFirst().problems())
        .extracting(problem -> problem.lines().findFirst().orElse(""))
        .containsExactly(
            "original: its report does not say 'waits for a lock'",
            "good-empty: leaking, should be solved",
            "bad-two: solved, should be wrong",
            "it has 2 hints, not 3",
            "it has no Go original",
            "it has no page",
            "it has 2 bad fixes; 3 are the least",
            "docs/runs/K01.txt is not what the original reports; refresh it with: ./kata check"
                + " --record",
            "its program is not the original");
  }
}
