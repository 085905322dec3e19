package loosethreads.workbook.judge;

import static loosethreads.workbook.judge.RoughCheckout.running;
import static loosethreads.workbook.judge.RoughCheckout.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that do their worst to one judge with real child JVMs. In the end nothing may be left of
 * them.
 */
@LeakFree
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgeIT {
  /** For programs that do not end: a shorter limit, so that we need not wait for the usual one. */
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(60), 256);

  /**
   * For crowds and full heaps, which take seconds: how many depends on the machine, and is not the
   * question.
   */
  private static final Limits LONG =
      new Limits(Duration.ofSeconds(60), Duration.ofSeconds(90), Limits.USUAL.heap());

  private Path folder;
  private RoughCheckout rough;
  private Judge judge;

  @BeforeAll
  void openAJudge(@TempDir Path folder) throws IOException {
    this.folder = folder;
    rough = new RoughCheckout(folder);
    judge = Judge.open(rough.checkout());
  }

  @BeforeEach
  void useTheUsualTest() throws IOException {
    rough.test(RoughCheckout.TEST);
  }

  @AfterAll
  void leaveNoChildBehind() {
    judge.close();
    assertThat(ProcessHandle.current().descendants()).as("child processes after close()").isEmpty();
  }

  private Verdict judge(String body) throws InterruptedException {
    return judge.judge(running(body));
  }

  private Verdict judgeWithAShortLimit(Candidate candidate) throws InterruptedException {
    try (Judge impatient = Judge.open(rough.checkout(), SHORT)) {
      return impatient.judge(candidate);
    }
  }

  private Verdict judgeWithALongLimit(String body) throws InterruptedException {
    try (Judge patient = Judge.open(rough.checkout(), LONG)) {
      return patient.judge(running(body));
    }
  }

  /** Whatever came before, the next candidate gets a fair run. */
  private void assertThatTheJudgeLivesOn() throws InterruptedException {
    assertThat(judge("").outcome()).isEqualTo(Outcome.SOLVED);
  }

  @Test
  void aHarmlessProgramIsSolved() throws InterruptedException {
    Verdict verdict = judge("System.out.println(\"hello\");");

    assertThat(verdict.outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(verdict.detail()).isEmpty();
    assertThat(verdict.output()).isEqualTo("hello\n");
    assertThat(verdict.tests()).containsExactly(new Verdict.TestResult("runs()", "passed", ""));
  }

  @Test
  void whatIsLeftBehindIsCountedRoundByRound() throws InterruptedException {
    var leaking =
        running(
            "Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park());"
                + " Thread.ofPlatform().daemon().start(() -> java.util.concurrent.locks.LockSupport.park());"
                + " Thread.startVirtualThread(() -> {});");

    assertThat(judge.rounds(leaking, 3))
        .extracting(s -> s.round() + ": " + s.platform() + "+" + s.virtual())
        .containsExactly("0: 0+0", "1: 1+1", "2: 2+2", "3: 3+3");
    assertThat(judge.rounds(running(""), 2))
        .allSatisfy(s -> assertThat(s.heapKb()).isPositive())
        .extracting(s -> s.round() + ": " + s.threads())
        .containsExactly("0: 0", "1: 0", "2: 0");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void whatCannotRunCannotBeRecorded() {
    assertThatThrownBy(() -> judge.rounds(running("nonsense"), 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("can't be recorded: ");
  }

  @Test
  void aLeakedThreadIsLeakingAndItsPlaceIsNamed() throws InterruptedException {
    Verdict verdict =
        judge(
            "Thread.startVirtualThread(() -> { try { new LinkedBlockingQueue<>().take(); } catch (InterruptedException e) {} });");

    assertThat(verdict.outcome()).isEqualTo(Outcome.LEAKING);
    assertThat(verdict.leaks())
        .singleElement()
        .satisfies(leak -> {
          assertThat(leak.kind()).isEqualTo("virtual");
          assertThat(leak.count()).isEqualTo(1);
          assertThat(leak.state()).isEqualTo("WAITING");
          assertThat(leak.at()).isEqualTo("K99_Rough.java:8");
          assertThat(leak.startedAt()).isEqualTo("K99_Rough.java:8");
        });
    assertThat(verdict.detail()).contains("runs()").contains("take()");
  }

  @Test
  void aLeakIsProvenWhenThatIsAskedFor() throws InterruptedException {
    var leaking =
        running(
            "Thread.startVirtualThread(() -> { try { new LinkedBlockingQueue<>().take(); } catch (InterruptedException e) {} });");
    try (Judge patient = Judge.open(rough.checkout(), Limits.PROVING)) {
      Verdict verdict = patient.judge(leaking, true);

      assertThat(verdict.outcome()).isEqualTo(Outcome.LEAKING);
      assertThat(verdict.leaks()).extracting(Verdict.Leak::proof).containsExactly("proven");
      assertThat(verdict.detail()).contains("proven: no live thread can ever wake it");
    }
  }

  @Test
  void anAssertionIsWrongEvenWhenAThreadLeaksToo() throws InterruptedException {
    Verdict verdict =
        judge(
            "Thread.startVirtualThread(() -> { try { new LinkedBlockingQueue<>().take(); } catch (InterruptedException e) {} }); throw new AssertionError(\"no greeting\");");

    assertThat(verdict.outcome()).isEqualTo(Outcome.WRONG);
    assertThat(verdict.detail()).contains("no greeting");
    assertThat(verdict.leaks()).hasSize(1);
  }

  @Test
  void anEndlessLoopTimesOutAndItsPlaceIsNamed() throws InterruptedException {
    Verdict verdict = judgeWithAShortLimit(running("while (true) {}"));

    assertThat(verdict.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(verdict.detail())
        .contains("runs()")
        .contains("within 5 s")
        .contains("K99_Rough.java:8");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void temporaryFilesGoWithTheJvm() throws InterruptedException {
    Path left;
    try (Judge own = Judge.open(rough.checkout())) {
      Verdict verdict =
          own.judge(
              running(
                  "var folder = java.nio.file.Files.createTempDirectory(\"left\");"
                      + "System.out.print(java.nio.file.Files.createTempFile(folder, \"a\", \"b\"));"
                      + "System.out.flush(); Runtime.getRuntime().halt(7);"));
      left = Path.of(verdict.output());
    }

    assertThat(left).isAbsolute().doesNotExist();
    assertThat(left.getParent()).doesNotExist();
    assertThat(left.getParent().getParent()).doesNotExist();
  }

  @Test
  void systemExitIsACrashAndItsPlaceIsNamed() throws InterruptedException {
    Verdict verdict = judge("System.exit(0);");

    assertThat(verdict.outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(verdict.detail()).contains("System.exit(0)").contains("K99_Rough.java:8");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void haltIsACrashWithItsExitValue() throws InterruptedException {
    Verdict verdict = judge("Runtime.getRuntime().halt(7);");

    assertThat(verdict.outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(verdict.detail()).contains("exit value 7");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void haltWithTheExitValueOfOutOfMemoryIsNotTakenForIt() throws InterruptedException {
    Verdict verdict = judge("Runtime.getRuntime().halt(3);");

    assertThat(verdict.detail()).contains("exit value 3").doesNotContain("memory");
  }

  @Test
  void outOfMemoryIsACrash() throws InterruptedException {
    Verdict verdict =
        judgeWithALongLimit(
            "List<byte[]> all = new ArrayList<>(); while (true) all.add(new byte[1 << 20]);");

    assertThat(verdict.outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(verdict.detail()).contains("out of memory");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void aStackOverflowIsWrong() throws InterruptedException {
    Verdict verdict = judge("run();");

    assertThat(verdict.outcome()).isEqualTo(Outcome.WRONG);
    assertThat(verdict.detail()).contains("StackOverflowError").contains("K99_Rough.java:8");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void aHundredMegabytesOfOutputAreCutShort() throws InterruptedException {
    Verdict verdict =
        judge(
            "byte[] mega = new byte[1 << 20]; Arrays.fill(mega, (byte) 'x'); for (int i = 0; i < 100; i++) { System.out.write(mega); System.err.write(mega); }");

    assertThat(verdict.outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(verdict.output()).hasSizeLessThan(70_000).endsWith("209,649,664 more bytes");
  }

  @Test
  void aFloodPastSystemOutNeitherHangsNorIsKept() throws InterruptedException {
    Verdict verdict =
        judge(
            "byte[] mega = new byte[1 << 20]; var out = new java.io.FileOutputStream(java.io.FileDescriptor.out); var err = new java.io.FileOutputStream(java.io.FileDescriptor.err); for (int i = 0; i < 50; i++) { out.write(mega); err.write(mega); err.write('\\n'); }");

    assertThat(verdict.outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(verdict.output()).hasSizeLessThan(200_000);
  }

  @Test
  void aHundredThousandLeakedVirtualThreadsAreCounted() throws InterruptedException {
    Verdict verdict =
        judgeWithALongLimit(
            "var gate = new CountDownLatch(1); for (int i = 0; i < 100_000; i++) Thread.startVirtualThread(() -> { try { gate.await(); } catch (InterruptedException e) {} });");

    assertThat(verdict.outcome()).isEqualTo(Outcome.LEAKING);
    assertThat(verdict.leaks())
        .singleElement()
        .satisfies(leak -> assertThat(leak.count()).isEqualTo(100_000));
    assertThatTheJudgeLivesOn();
  }

  @Test
  void fiveThousandLeakedPlatformThreadsAreCounted() throws InterruptedException {
    Verdict verdict =
        judgeWithALongLimit(
            "var gate = new CountDownLatch(1); for (int i = 0; i < 5_000; i++) Thread.ofPlatform().start(() -> { try { gate.await(); } catch (InterruptedException e) {} });");

    assertThat(verdict.outcome()).isEqualTo(Outcome.LEAKING);
    assertThat(verdict.leaks())
        .singleElement()
        .satisfies(leak -> assertThat(leak.count()).isEqualTo(5_000));
    assertThatTheJudgeLivesOn();
  }

  @Test
  void aThreadThatCatchesEverythingAndGoesOnIsLeaking() throws InterruptedException {
    Verdict verdict =
        judge(
            "Thread.ofPlatform().daemon().start(() -> { while (true) { try { Thread.sleep(5); } catch (Throwable t) {} } });");

    assertThat(verdict.outcome()).isEqualTo(Outcome.LEAKING);
    assertThat(verdict.detail()).contains("swallowed");
  }

  @Test
  void aDeadlockInAStaticInitializerTimesOut() throws InterruptedException {
    Verdict verdict =
        judgeWithAShortLimit(
            saved(
                """
                package rough;
                class K99_Rough {
                  static void run() { Stuck.touch(); }
                }
                class Stuck {
                  static {
                    try {
                      Thread.ofPlatform().daemon().start(Stuck::touch).join();
                    } catch (InterruptedException e) {
                    }
                  }
                  static void touch() {}
                }
                """));

    assertThat(verdict.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(verdict.detail()).contains("<clinit>").contains("K99_Rough.java:8");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void aChildProcessOfTheProgramEndsWithIt() throws InterruptedException {
    Verdict verdict =
        judge(
            "new ProcessBuilder(\"sleep\", \"600\").inheritIO().start(); System.out.println(\"started\");");

    assertThat(verdict.output()).contains("started");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void aProgramThatDoesNotCompileIsToldWhereAndWhy() throws InterruptedException {
    Verdict verdict = judge("int i = \"one\";");

    assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_COMPILING);
    assertThat(verdict.detail())
        .contains("katas/src/main/java/rough/K99_Rough.java:8")
        .contains("String cannot be converted to int");
  }

  @Test
  void aTestThatDoesNotCompileIsToldToo() throws IOException, InterruptedException {
    rough.test("package rough; class K99_RoughTest { void runs() { new K99_Rough().gone(); } }");

    Verdict verdict = judge("");

    assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_COMPILING);
    assertThat(verdict.detail())
        .contains("katas/src/test/java/rough/K99_RoughTest.java:1")
        .contains("gone()");
  }

  @Test
  void aDeletedFileIsNotThere() throws InterruptedException {
    Verdict verdict = judge.judge(new Candidate(RoughCheckout.KATA, Map.of()));

    assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_COMPILING);
    assertThat(verdict.detail())
        .contains("K99_Rough.java is not there")
        .contains("./kata reset K99");
  }

  @Test
  void anEmptyFileIsNamed() throws InterruptedException {
    assertThat(judge.judge(saved(" \n")).detail())
        .contains("is empty")
        .contains("./kata reset K99");
  }

  @Test
  void aFileThatIsNotUtf8IsNamedWithTheLine() throws InterruptedException {
    Verdict verdict = judge.judge(saved(new byte[] {'/', '/', '\n', '/', '/', (byte) 0xE4, '\n'}));

    assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_COMPILING);
    assertThat(verdict.detail()).contains("is not UTF-8 text (line 2)");
  }

  @Test
  void aHugeFileIsRefused() throws InterruptedException {
    assertThat(judge.judge(saved(new byte[2 << 20])).detail()).contains("larger than 1 MiB");
  }

  @Test
  void aSpareThatWasKilledWhileItWaitedIsReplacedInSilence() throws InterruptedException {
    assertThatTheJudgeLivesOn();
    List<ProcessHandle> spares;
    do {
      spares = ProcessHandle.current().descendants().toList();
      Thread.onSpinWait();
    } while (spares.isEmpty());
    spares.forEach(ProcessHandle::destroyForcibly);

    assertThatTheJudgeLivesOn();
  }

  @Test
  void aJvmKilledInMidRunIsACrash() throws InterruptedException {
    Verdict verdict =
        judge(
            "new ProcessBuilder(\"kill\", \"-9\", \"\" + ProcessHandle.current().pid()).start().waitFor(); Thread.sleep(10_000);");

    assertThat(verdict.outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(verdict.detail()).contains("killed from outside");
    assertThatTheJudgeLivesOn();
  }

  @Test
  void aCallerWhoLosesInterestEndsTheRun() throws InterruptedException {
    Thread caller = Thread.currentThread();
    // Interrupts this thread as soon as the program runs, which is when it makes the file.
    Path running = folder.resolve("running");
    Thread impatient =
        Thread.ofPlatform()
            .start(() -> {
              while (!Files.exists(running)) {
                Thread.onSpinWait();
              }
              caller.interrupt();
            });

    try {
      Verdict verdict =
          judge(
              "java.nio.file.Files.createFile(java.nio.file.Path.of(\"%s\")); while (true) {}"
                  .formatted(running));
      assertThat(verdict).as("a verdict that nobody waits for").isNull();
    } catch (InterruptedException e) {
      assertThat(impatient.join(Duration.ofSeconds(5))).isTrue();
    }
    assertThatTheJudgeLivesOn();
  }

  @Test
  void whatIsSavedIsNeverWrittenTo() throws IOException, InterruptedException {
    Path file = rough.checkout().program(RoughCheckout.KATA, "K99_Rough.java");
    Files.createDirectories(file.getParent());
    byte[] saved = {(byte) 0xFF, 0, 'x'};
    Files.write(file, saved);

    judge.judge(Candidate.learners(rough.checkout(), RoughCheckout.KATA));

    assertThat(file).hasBinaryContent(saved);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }
}
