package loosethreads.workbook.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.kata.Checkout;
import org.junit.jupiter.api.Test;

/**
 * Many runs, half of them stopped in the middle: nothing may be left of any. {@code
 * -Dsnippets.runs=200} takes some minutes.
 */
@LeakFree
class ManyRunsIT {
  private static final int RUNS = Integer.getInteger("snippets.runs", 20);

  private static final String FINISHES =
      """
      for (int i = 0; i < 40; i++) {
        Thread.ofPlatform().start(() -> java.util.concurrent.locks.LockSupport.park());
        Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park());
        Thread.sleep(5);
      }
      """;

  /** Its end would come only with the limit, so that it is always the stop that ends it. */
  private static final String GOES_ON = FINISHES + "Thread.sleep(60_000);\n";

  @Test
  void leaveNoProcessNoThreadAndNoFile() throws Exception {
    Path root = Path.of("").toAbsolutePath().getParent();
    Set<Path> before = temporary();
    Set<Long> children = new HashSet<>();

    try (Snippets snippets =
        Snippets.open(new Checkout(root, root.resolve(".kata"), root), SnippetLimits.USUAL)) {
      for (int i = 0; i < RUNS; i += 2) {
        Hearing stopped = new Hearing();
        Hearing finished = new Hearing();
        SnippetRun run = snippets.start(GOES_ON, stopped);
        snippets.start(FINISHES, finished);
        stopped.awaitThreads(10);
        ProcessHandle.current().children().map(ProcessHandle::pid).forEach(children::add);
        run.stop();
        assertThat(stopped.awaitEnd().reason()).isEqualTo("stopped");
        assertThat(finished.awaitEnd().reason()).isEqualTo("finished");
      }
    }

    assertThat(children).hasSizeGreaterThanOrEqualTo(RUNS);
    assertThat(ProcessHandle.current().descendants()).as("child processes").isEmpty();
    assertThat(namedAfter(children, before)).as("files of the children").isEmpty();
  }

  /** Others use that folder, too: what is new and has a child's number in its name is ours. */
  private static List<Path> namedAfter(Set<Long> children, Set<Path> before) throws IOException {
    List<Path> ours = new ArrayList<>();
    for (Path file : temporary()) {
      String name = file.getFileName().toString();
      boolean numbered =
          children.stream().anyMatch(pid -> name.matches("(.*\\D)?" + pid + "(\\D.*)?"));
      if (!before.contains(file) && (numbered || name.contains("jshell"))) {
        ours.add(file);
      }
    }
    return ours;
  }

  private static Set<Path> temporary() throws IOException {
    Set<Path> all = new HashSet<>();
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    for (Path inner : list(folder)) {
      all.add(inner);
      if (inner.getFileName().toString().startsWith("hsperfdata")) {
        all.addAll(list(inner));
      }
    }
    return all;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
