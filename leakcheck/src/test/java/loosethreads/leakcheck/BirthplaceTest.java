package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import loosethreads.leakcheck.programs.InAJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is named when a library constructs the thread. */
@LeakFree
class BirthplaceTest {
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void namesWhoCalledTheLibraryThroughAThreadOfIts(@TempDir Path folder) throws Exception {
    LeakWatch watch = LeakWatch.open(Duration.ofMillis(100)).withoutInterrupt();
    callTheLibrary(folder).join();
    Leak leak = leak(watch);
    assertThat(leak.startedBy()).isEqualTo("InAJar.Factory.newThread");
    assertThat(leak.calledBy()).isEqualTo("BirthplaceTest.callTheLibrary");
    assertThat(leak.calledFrom()).startsWith("BirthplaceTest.java:");
  }

  @Test
  void namesNobodyElseWhenTheCodeIsInNoJar() throws Exception {
    LeakWatch watch = LeakWatch.open(Duration.ofMillis(100)).withoutInterrupt();
    Thread.ofPlatform().start(this::await);
    Leak leak = leak(watch);
    assertThat(leak.startedBy()).startsWith("BirthplaceTest.");
    assertThat(leak.calledFrom()).isEmpty();
    assertThat(leak.calledBy()).isEmpty();
  }

  private Thread callTheLibrary(Path folder) throws Exception {
    Thread thread = InAJar.factory(folder).newThread(this::await);
    thread.start();
    return thread;
  }

  private Leak leak(LeakWatch watch) {
    LeakError error = catchThrowableOfType(LeakError.class, watch::close);
    end.countDown();
    String text = error.report().toString();
    Leak leak = error.report().leaks().getFirst();
    assertThat(text.contains("called from")).isEqualTo(!leak.calledFrom().isEmpty());
    assertThat(error.report().toJson()).contains("\"calledFrom\":\"" + leak.calledFrom() + '"');
    return leak;
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
