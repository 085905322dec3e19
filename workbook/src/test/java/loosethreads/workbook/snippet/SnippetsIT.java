package loosethreads.workbook.snippet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.snippet.SnippetEvent.Ended;
import loosethreads.workbook.snippet.SnippetEvent.Output;
import loosethreads.workbook.snippet.SnippetEvent.Problem;
import loosethreads.workbook.snippet.SnippetEvent.Sample;
import loosethreads.workbook.snippet.SnippetEvent.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Snippets in real JVMs: what they tell, and what they may not do. In the end nothing may be left
 * of them.
 */
@LeakFree
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnippetsIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Checkout CHECKOUT = new Checkout(ROOT, ROOT.resolve(".kata"), ROOT);

  private Snippets snippets;

  @BeforeAll
  void open() {
    snippets = Snippets.open(CHECKOUT, limits(Duration.ofSeconds(60), 4));
  }

  /** As usual, but for the time that nothing is learned in. */
  private static SnippetLimits limits(Duration time, int runs) {
    SnippetLimits usual = SnippetLimits.USUAL;
    return new SnippetLimits(
        usual.heap(),
        usual.platform(),
        usual.virtual(),
        usual.output(),
        time,
        Duration.ofMillis(300),
        runs);
  }

  @AfterAll
  void leaveNothing() {
    snippets.close();
    assertThat(ProcessHandle.current().descendants()).as("child processes after close()").isEmpty();
  }

  private Hearing run(String source) throws Exception {
    Hearing hearing = new Hearing();
    snippets.start(source, hearing);
    hearing.awaitEnd();
    return hearing;
  }

  @Test
  void outputComesInOrderAndValuesOfExpressionsAreShown() throws Exception {
    Hearing hearing =
        run(
            """
            int twice(int x) {
              return 2 * x;
            }
            System.out.print("one ");
            System.err.println("twö");
            twice(21)
            twice(22);
            """);

    assertThat(hearing.output()).isEqualTo("one twö\n42\n");
    assertThat(hearing.problems()).isEmpty();
    assertThat(hearing.told())
        .endsWith(
            new Verdict("none", "0 threads: none was there to count"),
            new Ended("finished", "It ran to its last line. No thread is left."));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itRunsOnWhatOthersLeaveOfTheMachine() throws Exception {
    String mine = Files.readString(Path.of("/proc/self/stat"));
    Hearing hearing =
        run(
            "System.out.print(java.nio.file.Files.readString(java.nio.file.Path.of(\"/proc/self/stat\")));");

    assertThat(niceness(hearing.output())).isEqualTo(niceness(mine) + 10);
  }

  /** See proc_pid_stat(5): the name of the program, which may hold spaces, is in parentheses. */
  private static int niceness(String stat) {
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
  }

  @Test
  void whatDoesNotCompileIsToldAtItsLineAndEndsIt() throws Exception {
    Hearing hearing =
        run(
            """
            System.out.println("before");

            void f() {
              int x = 1;
              int y = "text";
            }
            System.out.println("after");
            """);

    assertThat(hearing.output()).isEqualTo("before\n");
    assertThat(hearing.problems())
        .containsExactly(
            new Problem(5, "incompatible types: java.lang.String cannot be converted to int"));
    assertThat(hearing.awaitEnd().text()).contains("line 5");
  }

  @Test
  void anExceptionIsToldAtTheLineThatThrewIt() throws Exception {
    Hearing hearing =
        run(
            """
            class Deep {
              static void down(int n) {
                if (n == 0) {
                  throw new IllegalStateException("at the bottom", new RuntimeException("why"));
                }
                down(n - 1);
              }
            }
            int a = 1;
            Deep.down(3);
            """);

    assertThat(hearing.problems())
        .containsExactly(
            new Problem(
                4,
                "java.lang.IllegalStateException: at the bottom"
                    + " (caused by java.lang.RuntimeException: why)"));
  }

  @Test
  void aMethodThatUsesWhatIsNeverDeclaredIsToldWhereItIsCalled() throws Exception {
    Hearing hearing = run("int f() { return missing(); }\nf();\n");

    assertThat(hearing.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("not declared"));
  }

  @Test
  void snippetsSeePreviewFeaturesJoxAndTheKatas() throws Exception {
    Hearing hearing =
        run(
            """
            import com.softwaremill.jox.Channel;
            import context.*;

            try (var scope = StructuredTaskScope.open()) {
              var task = scope.fork(() -> Channel.newBufferedChannel(1).getClass().getSimpleName());
              scope.join();
              System.out.println(task.get());
            }
            K11_PriceTicker.class.getSimpleName()
            """);

    assertThat(hearing.output()).isEqualTo("Channel\n\"K11_PriceTicker\"\n");
  }

  @Test
  void threadsOfBothKindsAreCountedAndOnlyTheSnippetsOwn() throws Exception {
    Hearing hearing =
        run(
            """
            var gate = new CountDownLatch(1);
            Runnable waits = () -> {
              try {
                gate.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            };
            for (int i = 0; i < 3; i++) Thread.ofVirtual().start(waits);
            for (int i = 0; i < 2; i++) Thread.ofPlatform().start(waits);
            """);

    Sample first = hearing.await(Sample.class, _ -> true);
    Sample last =
        (Sample) hearing.events().stream().filter(Sample.class::isInstance).toList().getLast();
    assertThat(first.platform() + first.virtual()).as("before anything was started").isZero();
    assertThat(last.platform()).isEqualTo(2);
    assertThat(last.virtual()).isEqualTo(3);
    assertThat(last.heapKb()).isPositive();
    assertThat(hearing.told())
        .endsWith(
            new Verdict("flat", "5 threads left, and nobody ends them"),
            new Ended("finished", "It ran to its last line. 5 threads are left."));
  }

  @Test
  void aLeakClimbsAndWhatEndsDoesNot() throws Exception {
    Hearing hearing = new Hearing();
    SnippetRun run =
        snippets.start(
            """
            while (true) {
              Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park());
              Thread.sleep(10);
            }
            """,
            hearing);

    hearing.awaitThreads(50);
    hearing.await(Verdict.class, verdict -> verdict.state().equals("climbing"));
    run.stop();
    assertThat(hearing.awaitEnd()).isEqualTo(new Ended("stopped", "Stopped."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "System.exit(7); | crashed | It ended its JVM with System.exit(7).",
        "Runtime.getRuntime().halt(3); | crashed | exit value 3",
        "var all = new ArrayList<byte[]>(); while (true) all.add(new byte[1 << 20]); | heap | used up its heap of 384 MB",
        "var line = \"x\".repeat(9_999); for (int i = 0; i < 10_000; i++) System.out.println(line); | output | 262,144 characters",
        "for (int i = 0; i < 100_000; i++) Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park()); | threads | 20,000",
        "for (int i = 0; i < 100_000; i++) Thread.ofPlatform().start(() -> java.util.concurrent.locks.LockSupport.park()); | threads | 1,000",
      })
  void whateverItDoesItsEndIsToldAndTheNextOneRuns(String source, String reason, String text)
      throws Exception {
    Ended ended = run(source).awaitEnd();

    assertThat(ended.reason()).isEqualTo(reason);
    assertThat(ended.text()).contains(text).matches("(?s)[A-Z].*\\.");
    assertThat(run("6 * 7").output()).isEqualTo("42\n");
  }

  @Test
  void anEndlessLoopEndsWithItsTime() throws Exception {
    try (Snippets brief = Snippets.open(CHECKOUT, limits(Duration.ofSeconds(2), 1))) {
      Hearing hearing = new Hearing();
      brief.start("while (true) { try { Thread.sleep(1); } catch (Throwable t) { } }", hearing);

      assertThat(hearing.awaitEnd())
          .isEqualTo(new Ended("time", "It ran for 2 s and was stopped."));
    }
  }

  @Test
  void aSnippetThatCatchesAllIsStoppedAllTheSame() throws Exception {
    Hearing hearing = new Hearing();
    SnippetRun run =
        snippets.start(
            "System.out.println(\"on\"); while (true) { try { while (true) { } } catch (Throwable t) { } }",
            hearing);
    hearing.await(Output.class, _ -> true);
    run.stop();
    run.stop();

    assertThat(hearing.awaitEnd().reason()).isEqualTo("stopped");
  }

  @Test
  void noMoreThanAFewRunAtOnce() throws Exception {
    List<SnippetRun> runs = new ArrayList<>();
    List<Hearing> hearings = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Hearing hearing = new Hearing();
      runs.add(snippets.start("while (true) Thread.sleep(10);", hearing));
      hearings.add(hearing);
    }

    assertThatExceptionOfType(SnippetRefused.class)
        .isThrownBy(() -> snippets.start("1", new Hearing()))
        .withMessage("4 programs run already; stop one of them first.")
        .satisfies(e -> assertThat(e.why()).isEqualTo(SnippetRefused.Why.BUSY));

    assertThat(runs.stream().map(SnippetRun::id)).doesNotHaveDuplicates();
    runs.forEach(SnippetRun::stop);
    for (Hearing hearing : hearings) {
      hearing.awaitEnd();
    }
    assertThat(run("6 * 7").output()).isEqualTo("42\n");
  }

  @Test
  void aBookIsNoSnippet() {
    assertThatExceptionOfType(SnippetRefused.class)
        .isThrownBy(() -> snippets.start(" ".repeat(70_000), new Hearing()))
        .satisfies(e -> assertThat(e.why()).isEqualTo(SnippetRefused.Why.TOO_LONG));
  }

  @Test
  void nothingAtAllIsASnippetToo() throws Exception {
    assertThat(run("// to be written").told())
        .endsWith(new Ended("finished", "It ran to its last line. No thread is left."));
  }

  @Test
  void aListenerThatThrowsEndsItsRunOnly() throws Exception {
    snippets.start(
        "while (true) Thread.sleep(10);",
        _ -> {
          throw new IllegalStateException("the reader has gone");
        });

    assertThat(run("6 * 7").output()).isEqualTo("42\n");
  }

  @Test
  void whatIsClosedRunsNothing() throws Exception {
    Snippets closed = Snippets.open(CHECKOUT);
    Hearing hearing = new Hearing();
    closed.start("while (true) Thread.sleep(10);", hearing);
    closed.close();

    assertThat(hearing.events()).last().isEqualTo(new Ended("stopped", "Stopped."));
    assertThatExceptionOfType(SnippetRefused.class)
        .isThrownBy(() -> closed.start("1", new Hearing()))
        .satisfies(e -> assertThat(e.why()).isEqualTo(SnippetRefused.Why.CLOSED));
    closed.close();
  }
}
