package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the programs in {@code docs/examples}, which readers start by themselves. */
class ExamplesIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Checkout CHECKOUT =
      new Checkout(ROOT, ROOT.resolve("workbook/target/book"), ROOT);

  @TempDir Path classes;
  @TempDir Path originals;

  @Test
  void everyExampleCompilesAgainstTheKatasAsTheyCame() throws IOException {
    keepOriginals();
    List<Path> examples = examples();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    var errors = new StringWriter();

    boolean compiled;
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-d",
              classes.toString(),
              "-proc:none",
              "-sourcepath",
              originals.toString(),
              "-classpath",
              CHECKOUT.kataClassPath().stream()
                  .map(Path::toString)
                  .collect(Collectors.joining(File.pathSeparator)));
      compiled =
          javac
              .getTask(
                  errors, files, null, options, null, files.getJavaFileObjectsFromPaths(examples))
              .call();
    }

    assertThat(examples).isNotEmpty();
    assertThat(compiled).as(errors.toString()).isTrue();
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs/examples"))) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }

  private void keepOriginals() throws IOException {
    for (Kata kata : Catalog.read(CHECKOUT).katas()) {
      Path folder = Files.createDirectories(originals.resolve(kata.chapter()));
      for (var file : new Originals(CHECKOUT).files(kata).entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }
}
