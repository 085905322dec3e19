package loosethreads.workbook.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.kata.Checkout;
import org.junit.jupiter.api.Test;

/** Kills the JVM that snippets were started from: their JVMs must not go on without it. */
@LeakFree
class KilledSnippetsIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** The JVM that will be killed. */
  static final class Victim {
    public static void main(String[] args) throws Exception {
      Snippets snippets = Snippets.open(new Checkout(ROOT, ROOT.resolve(".kata"), ROOT));
      snippets.awaitWarm();
      for (String source :
          List.of(
              "while (true) { try { while (true) { } } catch (Throwable t) { } }",
              "while (true) Thread.startVirtualThread(() -> { }).join();")) {
        Hearing hearing = new Hearing();
        snippets.start("System.out.println(1);\n" + source, hearing);
        hearing.await(SnippetEvent.Output.class, _ -> true);
      }
      snippets.awaitWarm();
      System.out.println("running");
    }
  }

  @Test
  void takesAllOfThemWithIt() throws Exception {
    Process victim =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-preview",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName()))
            .redirectErrorStream(true)
            .start();
    List<ProcessHandle> children;
    try (BufferedReader said = victim.inputReader()) {
      assertThat(said.readLine()).isEqualTo("running");
      children = victim.descendants().toList();
      assertThat(children).as("two that run and a spare").hasSize(3);
    } finally {
      victim.destroyForcibly().waitFor();
    }

    try {
      CompletableFuture.allOf(
              children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(10, TimeUnit.SECONDS);
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
