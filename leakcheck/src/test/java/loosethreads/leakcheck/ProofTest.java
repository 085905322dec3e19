package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import loosethreads.leakcheck.programs.Kind;
import loosethreads.leakcheck.programs.Stuck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LeakFree
class ProofTest {
  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel", "G1", "Z"})
  void provesWhatIsStuckAndNothingThatWillBeWoken(String collector) throws Exception {
    String output =
        trial(List.of("-XX:+Use" + collector + "GC", OptimizedCode.FLAG), "1", "1", "2500");
    assertThat(output.lines()).containsAll(provable());
    assertThat(output).contains("1 rounds: 0 proofs of healthy threads, of ");
  }

  @Test
  void provesNothingWhileALiveThreadMayHideWhatItHolds() throws Exception {
    String output = trial(List.of("-XX:+UseSerialGC", "-Xbatch"), "1", "1", "15000");
    assertThat(output)
        .contains("cannot prove: a live thread runs loosethreads.leakcheck.programs.Wakeable$Apart")
        .contains("run with " + OptimizedCode.FLAG)
        .contains("1 rounds: 0 proofs of healthy threads, of ");
  }

  @Test
  void leavesNoFileBehind() throws Exception {
    trial(List.of("-XX:+UseSerialGC", OptimizedCode.FLAG), "0", "0", "1");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesAHeapThatIsTooLarge() {
    Proof proof = Proof.of(Set.of(1L), 1 << 20);
    assertThat(proof.proven()).isEmpty();
    assertThat(proof.account())
        .matches(
            "cannot prove: the heap holds \\d+ MiB, and 1 MiB is the limit; reported as leaked");
  }

  @Test
  void refusesAJdkThatIsOtherwiseInside() throws Exception {
    try (HeapDumpFile file = HeapDumpFile.write(HeapDumpFile.LARGEST_HEAP)) {
      HeapGraph graph = new HeapGraph(DumpIndex.of(file));
      assertThat(cannotProve(() -> graph.reader("java/lang/Thread", "soul")))
          .startsWith("this JDK has no java.lang.Thread.soul; the proof is written for HotSpot");
      assertThat(cannotProve(() -> graph.constant("java/lang/VirtualThread", "ASLEEP")))
          .startsWith("this JDK has no java.lang.VirtualThread.ASLEEP; ");
    }
  }

  @Test
  void provesNothingOfAThreadThatTheTestCanReach() throws Exception {
    var queue = new LinkedBlockingQueue<String>();
    Thread waiter = Thread.ofPlatform().start(() -> quietly(queue));
    long id = waiter.threadId();
    while (waiter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Proof proof = Proof.of(Set.of(id));
    queue.put("end");
    waiter.join();
    assertThat(proof).isEqualTo(new Proof(Set.of(), "none, by one heap dump"));
  }

  private static void quietly(LinkedBlockingQueue<String> queue) {
    try {
      queue.take();
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  @Test
  void keepsAnInterruptOfTheThreadThatAsks() {
    Thread.currentThread().interrupt();
    Proof proof = Proof.of(Set.of(Long.MAX_VALUE));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(proof.account()).isEqualTo("none, by one heap dump");
  }

  private interface Question {
    Object ask() throws CannotProve;
  }

  private static String cannotProve(Question question) {
    try {
      return "an answer: " + question.ask();
    } catch (CannotProve e) {
      return e.getMessage();
    }
  }

  /** What the trial says of each program, for each kind of threads. */
  private static List<String> provable() {
    List<String> lines = new ArrayList<>();
    for (Stuck program : Stuck.values()) {
      for (Kind kind : Kind.values()) {
        lines.add(program + " " + kind + (program.isProvable(kind) ? ": proven" : ": no"));
      }
    }
    return lines;
  }

  private String trial(List<String> flags, String rounds, String copies, String latest)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Xmx256m",
            "--enable-preview",
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            ProofTrial.class.getName(),
            rounds,
            copies,
            latest,
            "0"));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jvm.waitFor();
    return output;
  }
}
