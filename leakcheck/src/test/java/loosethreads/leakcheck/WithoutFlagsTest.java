package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WithoutFlagsTest {
  @Test
  @LeakFree
  void worksInAJvmWithoutAnyFlag() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process jvm =
        new ProcessBuilder(
                java,
                "--enable-preview",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFlags.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(output).isZero();
    assertThat(output)
        .startsWith("quiet\nWithoutFlags.main() left 1 thread behind")
        .contains("take() on a LinkedBlockingQueue that nobody fills")
        .contains("run with " + TagReader.FLAG)
        .contains("proven by two heap dumps, at least 500 ms apart")
        .contains("Seen by: thread dump; faster with " + ContainerCensus.FLAG);
  }
}
