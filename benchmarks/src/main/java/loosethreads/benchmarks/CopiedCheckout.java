package loosethreads.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Checkout;

/**
 * A copy of what one needs to edit and judge katas: an experiment must not touch the files of
 * whoever runs it. It uses the jars of the real one, and its caches.
 */
final class CopiedCheckout implements AutoCloseable {
  /** What no kata is built from. */
  private static final Set<String> LEFT_OUT_BELOW =
      Set.of("workbook/target", "workbook/src", "benchmarks/target", "benchmarks/src");

  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Checkout checkout;

  private CopiedCheckout(Path folder, Checkout real) {
    this.folder = folder;
    OPEN.add(folder);
    this.checkout = new Checkout(folder, real.state(), real.jars());
  }

  /** A copy of sources, for the judge. */
  static CopiedCheckout ofSources(Checkout real) throws IOException {
    return of(real, Set.of(".git", ".kata", "docs", "target"));
  }

  /** A copy with what was built, for Maven. */
  static CopiedCheckout ofBuilt(Checkout real) throws IOException {
    return of(real, Set.of(".git", ".kata", "docs"));
  }

  private static CopiedCheckout of(Checkout real, Set<String> leftOut) throws IOException {
    var copy = new CopiedCheckout(Files.createTempDirectory("bench-checkout-"), real);
    try {
      copy.fill(real.root(), leftOut);
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  Checkout checkout() {
    return checkout;
  }

  private void fill(Path root, Set<String> leftOut) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            Path relative = root.relativize(from);
            if (leftOut.contains(relative.getFileName().toString())
                || LEFT_OUT_BELOW.contains(relative.toString().replace('\\', '/'))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(folder.resolve(relative));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            // With its times, or Maven would compile it all.
            Files.copy(
                file, folder.resolve(root.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  /** Removes the copies that are there when the JVM has to go. */
  static void closeAll() {
    for (Path folder : OPEN) {
      try {
        delete(folder);
      } catch (IOException e) {
        // Somebody still writes there. What is left is in the folder for such things.
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!OPEN.contains(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    OPEN.remove(folder);
  }
}
