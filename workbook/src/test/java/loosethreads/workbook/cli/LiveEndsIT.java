package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.kata.Checkout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The four ways in which a program on a page of {@code ./kata live} has to end, and its JVM with
 * it. The programs are of the kind that ends for nobody. How long it takes is measured by {@code
 * ./kata bench live}.
 */
@LeakFree
class LiveEndsIT {
  /** Far more than it takes, on any machine: what is asked here is whether, not when. */
  private static final long PATIENCE_SECONDS = 30;

  private static final String CATCHES_ALL =
      """
      System.out.println(ProcessHandle.current().pid());
      while (true) { try { while (true) { } } catch (Throwable t) { } }
      """;

  private static final String LEAKS =
      """
      System.out.println(ProcessHandle.current().pid());
      while (true) {
        Thread.ofPlatform().start(() -> java.util.concurrent.locks.LockSupport.park());
        Thread.sleep(100);
      }
      """;

  @TempDir Path folder;
  private LiveProcess server;
  private URI address;
  private RunningPage one;
  private RunningPage other;
  private ProcessHandle jvmOfOne;
  private ProcessHandle jvmOfOther;
  private List<ProcessHandle> jvms = List.of();

  @BeforeEach
  void twoProgramsRun() throws Exception {
    Checkout checkout = new SmallCheckout(folder.resolve("checkout")).checkout();
    Files.createDirectories(checkout.root().resolve("docs"));
    Files.createDirectories(checkout.state().resolve("site"));
    Files.writeString(checkout.state().resolve("site/index.html"), "<p>front page");
    server = new LiveProcess(checkout, folder, "--no-open");
    address = server.address();
    one = new RunningPage(address, CATCHES_ALL);
    jvmOfOne = jvm(one);
    other = new RunningPage(address, LEAKS);
    jvmOfOther = jvm(other);
    jvms =
        Stream.concat(Stream.of(jvmOfOne, jvmOfOther), server.process().descendants())
            .distinct()
            .toList();
  }

  /** Of a program that says its process id. */
  private static ProcessHandle jvm(RunningPage page) throws IOException {
    long pid = Long.parseLong(page.next("output").get("text").getAsString().strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  @AfterEach
  void endAll() throws IOException {
    one.close();
    other.close();
    server.close();
    jvms.forEach(ProcessHandle::destroyForcibly);
  }

  private static void awaitEnd(ProcessHandle jvm) throws Exception {
    jvm.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void theOtherOneHasGoneOn() throws IOException {
    assertThat(jvmOfOther.isAlive()).isTrue();
    other.stop(address);
    assertThat(other.next("ended").get("reason").getAsString()).isEqualTo("stopped");
  }

  @Test
  void stopEndsTheJvmOfThatRunAndNoOther() throws Exception {
    one.stop(address);

    awaitEnd(jvmOfOne);
    assertThat(one.next("ended").get("reason").getAsString()).isEqualTo("stopped");
    theOtherOneHasGoneOn();
  }

  @Test
  void closingAPageEndsTheJvmOfItsRunAndNoOther() throws Exception {
    one.close();

    awaitEnd(jvmOfOne);
    theOtherOneHasGoneOn();
  }

  @Test
  void closingTheServerEndsEveryJvm() throws Exception {
    server.process().toHandle().destroy();

    assertThat(server.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(jvms).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aServerThatIsKilledTakesEveryJvmAlong() throws Exception {
    server.process().destroyForcibly();

    for (ProcessHandle jvm : jvms) {
      awaitEnd(jvm);
    }
  }
}
