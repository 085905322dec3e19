package loosethreads.benchmarks.growth;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;

/**
 * A kata as it came and as the reference ends it, each compiled to a folder of its own: they have
 * the same names. What a learner has made of it plays no part.
 */
public final class Variants implements AutoCloseable {
  private final Path folder;

  private Variants(Path folder) {
    this.folder = folder;
  }

  /**
   * Compiles both variants of a kata.
   *
   * @throws IllegalStateException if one does not compile; the message is the compiler's
   */
  public static Variants compile(Checkout checkout, KataProgram program) throws IOException {
    Kata kata =
        Catalog.read(checkout).katas().stream()
            .filter(each -> each.id().equals(program.subject()))
            .findFirst()
            .orElseThrow();
    var variants = new Variants(Files.createTempDirectory("variants"));
    try {
      variants.write("leaking", kata, new Originals(checkout).files(kata));
      variants.write("fixed", kata, Candidate.reference(checkout, kata).files());
      variants.compile("leaking");
      variants.compile("fixed");
      return variants;
    } catch (IOException | RuntimeException e) {
      variants.close();
      throw e;
    }
  }

  /** The folder of a variant's classes, to stand first on a class path. */
  public Path classes(String variant) {
    return folder.resolve(variant).resolve("classes");
  }

  private void write(String variant, Kata kata, Map<String, byte[]> files) throws IOException {
    Path sources = folder.resolve(variant).resolve("sources").resolve(kata.chapter());
    Files.createDirectories(sources);
    for (var file : files.entrySet()) {
      Files.write(sources.resolve(file.getKey()), file.getValue());
    }
  }

  private void compile(String variant) throws IOException {
    var complaints = new StringWriter();
    var javac = ToolProvider.getSystemJavaCompiler();
    try (var files = javac.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(folder.resolve(variant).resolve("sources"))) {
      List<Path> programs = sources.filter(Files::isRegularFile).toList();
      List<String> options =
          List.of(
              "--release",
              "25",
              "--enable-preview",
              "-proc:none",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              Files.createDirectories(classes(variant)).toString());
      var task =
          javac.getTask(
              complaints, files, null, options, null, files.getJavaFileObjectsFromPaths(programs));
      if (!task.call()) {
        throw new IllegalStateException("the " + variant + " kata does not compile: " + complaints);
      }
    }
  }

  @Override
  public void close() throws IOException {
    var all = new ArrayList<Path>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
