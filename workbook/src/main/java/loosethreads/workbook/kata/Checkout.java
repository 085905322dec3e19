package loosethreads.workbook.kata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The learner's copy of the repository, and where its files are.
 *
 * @param root the folder that holds {@code katas/} and {@code solutions/}
 * @param state a folder of our own: progress, backups, originals, caches. Usually {@code .kata} in
 *     the root; elsewhere when the root is read-only
 * @param jars the folder that holds what the build made: {@code workbook/target}, {@code
 *     katas/target}
 */
public record Checkout(Path root, Path state, Path jars) {

  /**
   * Finds the checkout that the {@code kata} script passed on, or that the current folder is in.
   */
  public static Checkout find() {
    Path root = path("kata.root", Path.of("").toAbsolutePath());
    Path state = path("kata.state", root.resolve(".kata"));
    return new Checkout(root, state, path("kata.jars", root));
  }

  private static Path path(String property, Path otherwise) {
    String value = System.getProperty(property);
    return value == null ? otherwise : Path.of(value).toAbsolutePath().normalize();
  }

  /** Reads {@code katas/katas.json}. */
  public Path metadata() {
    return root.resolve("katas/katas.json");
  }

  /** The file that the learner edits. */
  public Path program(Kata kata, String file) {
    return root.resolve("katas/src/main/java").resolve(kata.chapter()).resolve(file);
  }

  /** All files of a kata that the learner edits, the main one first. */
  public List<Path> programs(Kata kata) {
    return kata.files().stream().map(file -> program(kata, file)).toList();
  }

  /** The kata's failing test. */
  public Path test(Kata kata) {
    return tests().resolve(kata.chapter()).resolve(kata.program() + "Test.java");
  }

  /**
   * What is run again and again to show how the kata's leak grows: its test, or a round of its own
   * if there is one. A test whose threads are gone when it is over, or whose leak is in the heap of
   * a program that is made anew for each test, shows nothing.
   */
  public Path round(Kata kata) {
    Path own =
        root.resolve("solutions/src/test/java")
            .resolve(kata.chapter())
            .resolve(kata.program() + "Round.java");
    return Files.isRegularFile(own) ? own : test(kata);
  }

  /** The fully qualified name of the class in {@link #round}. */
  public String roundClass(Kata kata) {
    String file = round(kata).getFileName().toString();
    return kata.chapter() + "." + file.substring(0, file.lastIndexOf('.'));
  }

  /** Where the tests are, and what they share. */
  public Path tests() {
    return root.resolve("katas/src/test/java");
  }

  /** Three hints in one file, parted by lines of three dashes. */
  public Path hints(Kata kata) {
    return root.resolve("katas/hints").resolve(kata.id() + ".txt");
  }

  /** The same leak in Go. */
  public Path go(Kata kata) {
    return root.resolve("katas/go").resolve(kata.program() + ".go");
  }

  /** The reference solution of one of the kata's files. */
  public Path reference(Kata kata, String file) {
    return root.resolve("solutions/src/main/java").resolve(kata.chapter()).resolve(file);
  }

  /** The folder of other good fixes and tempting bad ones, one folder each. */
  public Path fixes(Kata kata) {
    return root.resolve("solutions/fixes").resolve(kata.id());
  }

  /** The folder of more of both, which hold the tests to what they promise. */
  public Path moreFixes(Kata kata) {
    return root.resolve("solutions/more-fixes").resolve(kata.id());
  }

  /** The jars that a kata is compiled and run with. */
  public List<Path> kataClassPath() {
    return jarsIn(jars.resolve("katas/target/lib"));
  }

  /** The katas, compiled as they were when this program was built. */
  public Path kataJar() {
    return jars.resolve("katas/target/katas-1-SNAPSHOT.jar");
  }

  /** The jar of this program. */
  public Path workbookJar() {
    return jars.resolve("workbook/target/workbook.jar");
  }

  private static List<Path> jarsIn(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
