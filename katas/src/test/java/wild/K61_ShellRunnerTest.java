package wild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import wild.K61_ShellRunner.Result;
import wild.K61_ShellRunner.Run;

/**
 * The leak tests run first: a thread that all runners share would be born in one of them.
 *
 * <p>All that a script waits for is a gate of its test, and no gate outlives the test, not even if
 * the JVM is killed. So no script does, nor what it left behind.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K61_ShellRunnerTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** The same for a script that a leak holds up. Others are not to suffer from that. */
  private static Duration patienceWithALeak = Duration.ofMillis(2500);

  /** So many runs leave something that can be told from what others leave meanwhile. */
  private static final int MANY = 12;

  /**
   * Says far more than fits into a pipe, and nearly wherever it is cut, a letter is cut into two.
   * Nothing but the shell itself is needed for it.
   */
  private static final String TALK =
      "s=$(printf '\\342\\202\\254'); i=0; "
          + "while [ $i -lt 17 ]; do s=$s$s; i=$((i + 1)); done; echo \"$s\"; ";

  /** What {@link #TALK} says. */
  private static final String TALK_SAID = "€".repeat(1 << 17) + "\n";

  /** Leaves something in the background that holds the pipe, and goes on until told. */
  private static final String LEAVE_A_SERVER = "{ read _ < server; } 2> /dev/null & ";

  /** Waits until the test opens the gate. Who comes later finds no gate, and goes on. */
  private static final String WAIT = "; { read _ < end; } 2> /dev/null; ";

  private final Map<String, RandomAccessFile> gates = new HashMap<>();
  private Set<ProcessHandle> processesBefore;
  private Path folder;
  private K61_ShellRunner runner;

  @BeforeEach
  void makeAFolder() throws Exception {
    processesBefore = ProcessHandle.current().descendants().collect(Collectors.toSet());
    folder = Files.createTempDirectory("K61-");
    runner = new K61_ShellRunner(folder);
  }

  @AfterEach
  void endAllProcesses() throws Exception {
    for (String gate : Set.copyOf(gates.keySet())) {
      open(gate);
    }
    ProcessHandle.current()
        .descendants()
        .filter(process -> !processesBefore.contains(process))
        .forEach(ProcessHandle::destroyForcibly);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  @Test
  @Order(1)
  void aScriptThatSaysALotLeavesNobodyBehind() throws Exception {
    List<Run> runs = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (int i = 0; i < 3; i++) {
        runs.add(start(TALK + "exit 4"));
      }
    }

    for (Run run : runs) {
      assertSaidAll(result(run), 4);
    }
  }

  @Test
  @Order(2)
  void aScriptThatLeavesAServerRunningLeavesNobodyBehind() throws Exception {
    makeGate("server");
    makeGate("end");
    List<Run> runs = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (int i = 0; i < 4; i++) {
        runs.add(start(TALK + LEAVE_A_SERVER + ": > there" + i + WAIT + "exit 5"));
      }
      for (int i = 0; i < 4; i++) {
        comes("there" + i);
      }
      takeABreath();
      open("end");
    }

    for (Run run : runs) {
      assertSaidAll(result(run), 5);
    }
  }

  @Test
  @Order(3)
  void aScriptThatIsStoppedLeavesNobodyBehind() throws Exception {
    makeGate("server");
    makeGate("end");
    List<Run> runs = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (int i = 0; i < 4; i++) {
        runs.add(start(TALK + LEAVE_A_SERVER + ": > there" + i + WAIT + "exit 6"));
      }
      for (int i = 0; i < 4; i++) {
        comes("there" + i);
      }
      takeABreath();
      for (Run run : runs) {
        stop(run);
      }
    }

    for (Run run : runs) {
      assertIsOver(run);
    }
  }

  @Test
  void whatAScriptSaysIsInTheResult() throws Exception {
    assertThat(result(start("echo one; echo two >&2; echo three; exit 3")))
        .isEqualTo(new Result(3, "one\ntwo\nthree\n"));
    assertThat(result(start("printf 'no end of line'"))).isEqualTo(new Result(0, "no end of line"));
    assertThat(result(start("exit 9"))).isEqualTo(new Result(9, ""));
    assertThat(result(start("printf 'caf\\351 noir'")).said())
        .as("what was said around a byte that is not UTF-8")
        .startsWith("caf")
        .endsWith(" noir");
  }

  @Test
  void aScriptMayPauseBetweenTwoWords() throws Exception {
    makeGate("end");
    Run run = start("echo before; : > there" + WAIT + "echo after");
    assertComes("there");
    takeABreath();

    assertThat(run.result().isDone()).as("the run is over while its shell runs").isFalse();
    open("end");

    assertThat(result(run)).isEqualTo(new Result(0, "before\nafter\n"));
  }

  @Test
  void scriptsRunSideBySide() throws Exception {
    makeGate("end");
    List<Run> slow = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      slow.add(start("echo slow " + i + "; : > there" + i + WAIT + "echo end " + i));
    }
    for (int i = 0; i < 4; i++) {
      assertComes("there" + i);
    }

    assertThat(result(start("echo quick"))).isEqualTo(new Result(0, "quick\n"));
    open("end");

    for (int i = 0; i < 4; i++) {
      assertThat(result(slow.get(i))).isEqualTo(new Result(0, "slow " + i + "\nend " + i + "\n"));
    }
  }

  @Test
  void aRunThatIsStoppedIsOver() throws Exception {
    makeGate("end");
    Run run = start("trap '' TERM; echo before; : > there" + WAIT + "echo after");
    Run other = start("echo before; : > other" + WAIT + "echo after");
    assertComes("there");
    assertComes("other");

    stop(run);

    assertIsOver(run);
    stop(run);
    open("end");
    assertThat(result(other)).as("another run").isEqualTo(new Result(0, "before\nafter\n"));
  }

  @Test
  void aRunThatIsOverCanBeStopped() throws Exception {
    Run run = start("echo over");
    assertThat(result(run)).isEqualTo(new Result(0, "over\n"));

    stop(run);

    assertThat(result(run)).isEqualTo(new Result(0, "over\n"));
  }

  @Test
  void scriptsRunInTheFolderOfTheRunner() throws Exception {
    assertThat(result(start("echo news > letter; cat letter"))).isEqualTo(new Result(0, "news\n"));

    assertThat(folder.resolve("letter")).as("what the script wrote").hasContent("news");
  }

  @Test
  void aRunThatIsOverLeavesNoFile() throws Exception {
    makeGate("end");
    String word = "K61" + Long.toHexString(System.nanoTime()) + folder.getFileName();
    assertThat(result(start("echo " + word))).isEqualTo(new Result(0, word + "\n"));
    Run run = start("echo " + word + "; : > there" + WAIT);
    assertComes("there");
    stop(run);
    assertIsOver(run);

    waitUntil(() -> filesThatSay(word).isEmpty(), patience);
    assertThat(filesThatSay(word)).as("files with what a script said, after its run").isEmpty();
  }

  @Test
  void runsThatAreOverLeaveNoFolder() throws Exception {
    Set<Path> before = filesAndFolders();
    for (int i = 0; i < MANY; i++) {
      assertThat(result(start("echo " + i))).isEqualTo(new Result(0, i + "\n"));
    }

    assertNothingIsLeft(before, "runs that are over");

    makeGate("end");
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      runs.add(start(": " + WAIT));
    }
    for (Run run : runs) {
      stop(run);
      assertIsOver(run);
    }

    assertNothingIsLeft(before, "runs that were stopped");
  }

  @Test
  void startsThatFailLeaveNoFile() throws Exception {
    runner = new K61_ShellRunner(folder.resolve("nowhere"));
    Set<Path> before = filesAndFolders();
    for (int i = 0; i < MANY; i++) {
      assertThatThrownBy(() -> start("echo hello")).hasRootCauseInstanceOf(IOException.class);
    }

    assertNothingIsLeft(before, "starts that failed");
  }

  @Test
  void aScriptMayTidyUpItsFolder() throws Exception {
    Run run = start("echo before; rm -f *; echo after");

    assertThat(run.result())
        .as("the result of a script that deletes all files in its folder")
        .succeedsWithin(patience)
        .isEqualTo(new Result(0, "before\nafter\n"));
  }

  @Test
  void aFolderThatIsMissingIsToldAtOnce() throws Exception {
    runner = new K61_ShellRunner(folder.resolve("nowhere"));

    assertThatThrownBy(() -> start("echo hello")).hasRootCauseInstanceOf(IOException.class);
  }

  private static void assertSaidAll(Result result, int exit) {
    assertThat(result.exit()).as("exit value").isEqualTo(exit);
    assertThat(result.said().length()).as("length of what was said").isEqualTo(TALK_SAID.length());
    assertThat(result.said().equals(TALK_SAID)).as("it is what was said").isTrue();
  }

  /** Others put files there, too, but not so many at a time. And a few runs may be lucky. */
  private void assertNothingIsLeft(Set<Path> before, String what) {
    Set<Path> left = new HashSet<>();
    waitUntil(
        () -> {
          left.clear();
          left.addAll(filesAndFolders());
          left.removeAll(before);
          return left.size() < MANY - 2;
        },
        patience);
    assertThat(left)
        .as("files and folders that are left of %d %s", MANY, what)
        .size()
        .isLessThan(MANY - 2);
  }

  private Set<Path> filesAndFolders() {
    Set<Path> found = new HashSet<>();
    for (Path place : List.of(folder, Path.of(System.getProperty("java.io.tmpdir")))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
        files.forEach(found::add);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return found;
  }

  private List<Path> filesThatSay(String word) {
    List<Path> found = new ArrayList<>();
    for (Path place : List.of(folder, Path.of(System.getProperty("java.io.tmpdir")))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
        for (Path file : files) {
          if (says(file, word)) {
            found.add(file);
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return found;
  }

  private static boolean says(Path file, String word) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) < 1000
          && Files.readString(file, ISO_8859_1).contains(word);
    } catch (IOException e) {
      return false; // Somebody else's, or gone.
    }
  }

  /** On another thread: a program that waits in start() would keep the test from ending. */
  private Run start(String script) throws Exception {
    return inTime(new FutureTask<>(() -> runner.start(script)), "start() returned");
  }

  private static void stop(Run run) throws Exception {
    inTime(new FutureTask<>(run::stop, true), "stop() returned");
  }

  private static Result result(Run run) throws Exception {
    return inTime(new FutureTask<>(() -> run.result().get()), "the run was over");
  }

  /** Over is over, with a result or without. */
  private static void assertIsOver(Run run) throws Exception {
    try {
      result(run);
    } catch (ExecutionException e) {
      // The future says that it failed, or that it was cancelled.
    }
    assertThat(run.result().isDone()).as("the run is over").isTrue();
  }

  private static <T> T inTime(FutureTask<T> task, String what) throws Exception {
    Thread.ofPlatform().daemon().name("test").start(task);
    try {
      return task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, what);
      throw e;
    }
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  private void assertComes(String file) {
    assertInTime(
        waitUntil(() -> exists(file), patience), "the script came to where it makes " + file);
  }

  /** Waits for a script to make a file. If it does not come that far, the leak report says why. */
  private void comes(String file) {
    if (!waitUntil(() -> exists(file), patienceWithALeak)) {
      patienceWithALeak = Duration.ofMillis(200);
    }
  }

  private boolean exists(String file) {
    return Files.exists(folder.resolve(file));
  }

  private static boolean waitUntil(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  /**
   * Makes a gate that keeps every script which reads from it. The test holds both its ends open,
   * and when it lets go, whoever reads finds the end of the file.
   */
  private void makeGate(String name) throws Exception {
    assertThat(shell("mkfifo " + name)).as("exit value of mkfifo").isZero();
    gates.put(name, new RandomAccessFile(folder.resolve(name).toFile(), "rw"));
  }

  /** Opens a gate for all who wait there, and for all who are still to come. */
  private void open(String name) throws IOException {
    Files.delete(folder.resolve(name));
    gates.remove(name).close();
  }

  /** Lets a few other processes come and go, so that everybody who can read has read. */
  private void takeABreath() throws Exception {
    for (int i = 0; i < 5; i++) {
      shell("exit 0");
    }
  }

  private int shell(String script) throws Exception {
    return new ProcessBuilder("/bin/sh", "-c", script).directory(folder.toFile()).start().waitFor();
  }
}
