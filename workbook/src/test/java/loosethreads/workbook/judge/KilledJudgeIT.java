package loosethreads.workbook.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the JVM that a judge works in: its child must not go on without it. */
@LeakFree
class KilledJudgeIT {

  /** The JVM that will be killed: judges a program that says its process id and then spins. */
  static final class Victim {
    public static void main(String[] folder) throws IOException, InterruptedException {
      try (Judge judge = Judge.open(new RoughCheckout(Path.of(folder[0])).checkout())) {
        judge.judge(
            RoughCheckout.running(
                """
                try (var out = new java.io.FileOutputStream("%s/running")) {
                  out.write(("" + ProcessHandle.current().pid()).getBytes());
                }
                while (true) {}
                """
                    .formatted(folder[0])));
      }
    }
  }

  @Test
  void aJudgeThatIsKilledTakesItsChildWithIt(@TempDir Path folder) throws Exception {
    Process victim =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-preview",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName(),
                    folder.toString()))
            .redirectErrorStream(true)
            .start();
    List<ProcessHandle> children;
    try (BufferedReader said = victim.inputReader()) {
      Path running = folder.resolve("running");
      while (victim.isAlive() && running.toFile().length() == 0) {
        Thread.onSpinWait();
      }
      assertThat(running)
          .as("what the victim said: %s", victim.isAlive() ? "" : said.lines().toList())
          .isNotEmptyFile();
      children = victim.descendants().toList();
      assertThat(children).as("the child JVMs").isNotEmpty();

      victim.destroyForcibly().waitFor();
    }

    try {
      for (ProcessHandle child : children) {
        child.onExit().get(10, TimeUnit.SECONDS);
      }
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
