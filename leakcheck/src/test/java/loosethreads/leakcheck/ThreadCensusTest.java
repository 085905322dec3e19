package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@LeakFree
class ThreadCensusTest {
  private static final String COUNTED =
      """
      before ThreadCount[platform=0, virtual=0]
      during ThreadCount[platform=2, virtual=3], in all 5
      after ThreadCount[platform=0, virtual=0]
      """;

  @Test
  void countsWhatTheProgramStartedAndNothingOfTheJvms() throws Exception {
    assertThat(counted("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED")).isEqualTo(COUNTED);
  }

  @Test
  void countsTheSameInAJvmWithoutAnyFlag() throws Exception {
    assertThat(counted()).isEqualTo(COUNTED);
  }

  private static String counted(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(
        List.of(
            "--enable-preview",
            "-cp",
            System.getProperty("java.class.path"),
            CountsThreads.class.getName()));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(output).isZero();
    return output;
  }
}
