package loosethreads.workbook.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;

/** A copy of the real checkout, with what was built, that a test may do anything to. */
public final class CopiedCheckout {
  private static final String NOT_COPIED =
      "(.*/)?(\\.git|\\.kata|target/(?!lib/|[^/]*\\.(jar|built)$).+)(/.*)?";

  private final Checkout checkout;

  /** Of the real checkout: the copy has no git to ask. */
  private final Originals originals;

  public CopiedCheckout(Path root) throws IOException {
    Path real = Path.of("").toAbsolutePath().getParent();
    for (Path file : files(real)) {
      Path copy = root.resolve(real.relativize(file));
      Files.createDirectories(copy.getParent());
      // With its time: the script must not see a reason to build.
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    haveTheTimesOf(real, root);
    checkout = new Checkout(root, root.resolve(".kata"), root);
    originals = new Originals(new Checkout(real, real.resolve(".kata"), real));
    startAgain();
  }

  private static List<Path> files(Path real) throws IOException {
    try (Stream<Path> all = Files.walk(real)) {
      return all.filter(Files::isRegularFile).filter(f -> isCopied(real, f)).toList();
    }
  }

  private static boolean isCopied(Path real, Path file) {
    return !real.relativize(file).toString().replace('\\', '/').matches(NOT_COPIED);
  }

  /** Folders are as old as the last file that came or went; that is a reason to build, too. */
  private static void haveTheTimesOf(Path real, Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        Files.setLastModifiedTime(
            folder, Files.getLastModifiedTime(real.resolve(root.relativize(folder))));
      }
    }
  }

  public Checkout checkout() {
    return checkout;
  }

  public Path root() {
    return checkout.root();
  }

  public List<Kata> katas() {
    return Catalog.read(checkout).katas();
  }

  /** Puts every original back and forgets all progress. */
  public void startAgain() throws IOException {
    for (Kata kata : katas()) {
      for (var original : originals.files(kata).entrySet()) {
        Files.write(checkout.program(kata, original.getKey()), original.getValue());
      }
    }
    Path progress = checkout.state().resolve("progress");
    if (Files.isDirectory(progress)) {
      try (Stream<Path> facts = Files.walk(progress)) {
        for (Path fact : facts.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(fact);
        }
      }
    }
  }

  /** Saves the reference solution over the learner's file. */
  void solve(Kata kata) throws IOException {
    for (String file : kata.files()) {
      Files.copy(
          checkout.reference(kata, file),
          checkout.program(kata, file),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
