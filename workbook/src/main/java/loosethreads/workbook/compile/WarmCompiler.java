package loosethreads.workbook.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Runs javac in this JVM, from memory to memory. What it learned about the class path stays loaded,
 * so a kata compiles in tens of milliseconds. Calls wait for each other.
 */
final class WarmCompiler implements AutoCloseable {

  /** More would push the first, which is usually the cause of the others, off the screen. */
  private static final int MOST_ERRORS_SHOWN = 5;

  private static final List<String> OPTIONS =
      List.of(
          // Not --release: this is the JDK that runs, and reading its own modules is quicker.
          "--source",
          "25",
          "--enable-preview",
          "-proc:none",
          "-g",
          "-parameters",
          "-Xlint:none",
          "-implicit:class");

  /** From the third on javac knows its way; then the JIT makes it twice as quick. */
  private static final int WARM_UPS = 20;

  static final String LIKE_A_KATA =
      """
      import static org.assertj.core.api.Assertions.assertThat;
      import java.time.Duration;
      import java.util.List;
      import java.util.concurrent.*;
      import loosethreads.leakcheck.LeakFree;
      import org.junit.jupiter.api.Test;

      class Warm {
        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

        @Test
        @LeakFree
        void run() throws Exception {
          try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> next = executor.submit(() -> queue.poll(1, TimeUnit.SECONDS));
            queue.put("one");
            assertThat(next.get()).as("what was put").isEqualTo("one");
            assertThat(List.of(Duration.ZERO)).hasSize(1);
          }
        }
      }
      """;

  private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final AtomicInteger compilations = new AtomicInteger();

  /**
   * Makes a compiler for one class path.
   *
   * @param classPath jars
   */
  WarmCompiler(Collection<Path> classPath) {
    files = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    try {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      // Without one, sources would be looked for on the class path.
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles something that looks like a kata and its test, until real ones are quick. Ends early
   * when the thread is interrupted. Whoever has something real to compile waits for one round at
   * most.
   */
  void warm() {
    while (compilations.get() < WARM_UPS && !Thread.currentThread().isInterrupted()) {
      compile(List.of(new SourceText("Warm.java", "Warm.java", LIKE_A_KATA)));
    }
  }

  /** Compiles some sources together. */
  Compilation compile(List<SourceText> sources) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var output = new ClassesInMemory(files);
    boolean compiled;
    oneAtATime.lock();
    try {
      compiled = javac.getTask(null, output, diagnostics, OPTIONS, null, sources).call();
    } catch (RuntimeException | StackOverflowError e) {
      return new Compilation.Errors("javac itself failed on this program: " + e);
    } finally {
      compilations.incrementAndGet();
      oneAtATime.unlock();
    }
    return compiled
        ? new Compilation.Classes(output.classes())
        : new Compilation.Errors(readable(diagnostics.getDiagnostics()));
  }

  private static String readable(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    List<String> errors =
        diagnostics.stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
            .map(Diagnostic::toString)
            .toList();
    String shown = String.join("\n", errors.subList(0, Math.min(errors.size(), MOST_ERRORS_SHOWN)));
    int more = errors.size() - MOST_ERRORS_SHOWN;
    return more > 0 ? shown + "\n… and " + more + " more" : shown;
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
