package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static final class Reads {
    public static void main(String[] args) {
      System.out.println("it begins");
      System.out.println("heap=12.5");
      System.out.println("threads=" + args[0]);
    }
  }

  static final class Fails {
    public static void main(String[] args) {
      System.err.println("no more threads");
      System.exit(3);
    }
  }

  static final class Waits {
    public static void main(String[] args) throws InterruptedException {
      Thread.currentThread().join();
    }
  }

  @Test
  void tellsWhatAJvmReadAndLeavesOutItsWords() throws Exception {
    assertThat(Child.readings(Child.java(List.of("-Xmx32m"), Reads.class, 7), PATIENCE))
        .containsExactly(entry("heap", 12.5), entry("threads", 7.0));
  }

  @Test
  void aChildThatFailsIsAFailureThatSaysWhy() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Child.readings(Child.java(List.of(), Fails.class), PATIENCE))
        .withMessageContaining("exit code 3")
        .withMessageContaining("no more threads")
        .withMessageNotContaining(System.getProperty("java.class.path"));
  }

  @Test
  void aChildThatDoesNotEndIsEnded() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Child.readings(Child.java(List.of(), Waits.class), Duration.ofMillis(1)))
        .withMessageContaining("did not end in 0 s");

    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
