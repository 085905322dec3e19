package loosethreads.workbook.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
public final class WarmCompiler implements AutoCloseable {

  /** More would push the first, which is usually the cause of the others, off the screen. */
  private static final int MOST_ERRORS_SHOWN = 5;

  private static final List<String> OPTIONS =
      List.of(
          "--release",
          "25",
          "--enable-preview",
          "-proc:none",
          "-g",
          "-parameters",
          "-Xlint:none",
          "-implicit:class");

  /** After the third javac is about as quick as it gets; the rest is up to the JIT. */
  private static final int WARM_UPS = 3;

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

  /**
   * Makes a compiler for one class path.
   *
   * @param classPath jars
   * @param sourcePath where sources that the given ones refer to are found
   */
  public WarmCompiler(Collection<Path> classPath, Path sourcePath) {
    files = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    try {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(sourcePath));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles something that looks like a kata and its test, so that the first real one is quick.
   */
  public void warm() {
    for (int i = 0; i < WARM_UPS; i++) {
      compile(List.of(new SourceText("Warm.java", "Warm.java", LIKE_A_KATA)));
    }
  }

  /** Compiles some sources together. */
  public synchronized Compilation compile(List<SourceText> sources) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var output = new ClassesInMemory(files);
    boolean compiled;
    try {
      compiled = javac.getTask(null, output, diagnostics, OPTIONS, null, sources).call();
    } catch (RuntimeException | StackOverflowError e) {
      return new Compilation.Errors("javac itself failed on this program: " + e);
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
