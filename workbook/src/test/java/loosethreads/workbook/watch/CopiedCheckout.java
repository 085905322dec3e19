package loosethreads.workbook.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;

/** A copy of the real checkout that a test may do anything to; what was built is linked to. */
final class CopiedCheckout implements AutoCloseable {
  private static final List<String> BUILT = List.of("katas", "workbook");

  private final Checkout checkout;

  CopiedCheckout(Path root) throws IOException, InterruptedException {
    Path real = Path.of("").toAbsolutePath().getParent();
    for (String file : tracked(real)) {
      Path copy = root.resolve(file);
      Files.createDirectories(copy.getParent());
      // With its time: the script must not see a reason to build.
      Files.copy(real.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String module : BUILT) {
      Files.createSymbolicLink(
          root.resolve(module).resolve("target"), real.resolve(module).resolve("target"));
    }
    checkout = new Checkout(root, root.resolve(".kata"), root);
    startAgain(new Originals(new Checkout(real, real.resolve(".kata"), real)));
  }

  private static List<String> tracked(Path real) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(real)) {
      List<String> all = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = real.relativize(file).toString().replace('\\', '/');
        if (!name.matches("(.*/)?(target|\\.git|\\.kata)(/.*)?")) {
          all.add(name);
        }
      }
      return all;
    }
  }

  Checkout checkout() {
    return checkout;
  }

  Path root() {
    return checkout.root();
  }

  List<Kata> katas() {
    return Catalog.read(checkout).katas();
  }

  /** Puts every original back and forgets all progress. */
  void startAgain() throws IOException {
    startAgain(new Originals(checkout));
  }

  private void startAgain(Originals originals) throws IOException {
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

  /** Removes the links to the real checkout, so that nobody follows them when deleting the copy. */
  @Override
  public void close() throws IOException {
    for (String module : BUILT) {
      Files.delete(root().resolve(module).resolve("target"));
    }
  }
}
