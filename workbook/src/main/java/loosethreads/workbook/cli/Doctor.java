package loosethreads.workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;

/** Looks at everything that {@code ./kata} needs. */
final class Doctor {
  private final Checkout checkout;
  private final Output output;
  private boolean well = true;

  Doctor(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  /** Tells what it finds, and whether one can work here. */
  boolean examine() {
    int feature = Runtime.version().feature();
    needed(
        feature == 25,
        "JDK 25: " + Runtime.version() + " in " + System.getProperty("java.home"),
        "this is JDK %d; install JDK 25 from https://adoptium.net and set JAVA_HOME"
            .formatted(feature));
    needed(
        Files.isRegularFile(checkout.workbookJar()) && hasKataJars(),
        "built: " + checkout.workbookJar(),
        "not built; run: ./kata list");
    needed(
        katas() > 0,
        "katas: " + katas(),
        "katas/katas.json can't be used; run: git checkout -- katas/katas.json");
    needed(
        writable(checkout.state()),
        "progress is kept in " + checkout.state(),
        checkout.state() + " can't be written; run: chmod -R u+w '" + checkout.state() + "'");
    useful(
        Files.isWritable(checkout.root().resolve("katas")),
        "the katas can be edited",
        "this checkout is read-only, so nothing in it can be solved; clone it to your home folder");
    useful(
        answers("mvn", "--version"),
        "Maven",
        "Maven is missing, so nothing can be built anew; install it: apt install maven, or brew install maven");
    useful(
        answers("git", "--version"),
        "git",
        "git is missing, so originals come from .kata only; install it: apt install git, or brew install git");
    useful(
        cached("runner"),
        "AOT cache of this program",
        "no AOT cache of this program, so it starts slower; to make it: rm -f '"
            + checkout.state().resolve("cache")
            + "'/runner.* && ./kata list");
    useful(
        cached("spare"),
        "AOT cache of the test JVM",
        "no AOT cache of the test JVM yet; it is made while you watch: ./kata");
    useful(
        output.terminal(),
        "a terminal: " + System.getenv().getOrDefault("TERM", "unknown"),
        "no terminal here, so ./kata judges once and ends; run it in a terminal to watch");
    output.line(well ? "\nAll that is needed is here." : "\nMend what is marked ✗.");
    return well;
  }

  private void needed(boolean there, String yes, String no) {
    output.line(there ? "✓ " + yes : "✗ " + no);
    well &= there;
  }

  private void useful(boolean there, String yes, String no) {
    output.line(there ? "✓ " + yes : "- " + no);
  }

  private int katas() {
    try {
      return Catalog.read(checkout).katas().size();
    } catch (Catalog.CatalogException e) {
      return 0;
    }
  }

  private boolean hasKataJars() {
    return Files.isDirectory(checkout.jars().resolve("katas/target/lib"));
  }

  private static boolean writable(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "doctor", ""));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean cached(String name) {
    try (Stream<Path> files = Files.list(checkout.state().resolve("cache"))) {
      return files
          .map(f -> f.getFileName().toString())
          .anyMatch(f -> f.startsWith(name) && f.endsWith(".aot"));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(20, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
