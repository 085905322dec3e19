package loosethreads.workbook.kata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another way to end a kata: a folder below {@code solutions/fixes/K11} or {@code
 * solutions/more-fixes/K11}, and what the first lines of its first file say about it.
 *
 * @param name the folder's name: {@code good-interrupt}, {@code bad-daemon-thread}
 * @param folder where its files are
 * @param good whether it solves the kata
 * @param summary what kind of fix it is, or what tempts a colleague to propose it
 * @param verdict what the judge says: {@code solved}, or what a bad fix declares
 * @param why why a bad fix is rejected; nothing for a good one
 */
public record Fix(
    String name, Path folder, boolean good, String summary, String verdict, String why) {

  /**
   * The most instructive fixes of a kata, good ones first: each check judges them.
   *
   * @throws UnusableFix if one of them can't be read or says nothing about itself
   */
  public static List<Fix> of(Checkout checkout, Kata kata) {
    return in(checkout.fixes(kata), kata);
  }

  /**
   * All of its fixes: those, and then the many more that its test was tried with.
   *
   * @throws UnusableFix if one of them can't be read, says nothing about itself, or has the name of
   *     another one
   */
  public static List<Fix> all(Checkout checkout, Kata kata) {
    var all = new ArrayList<>(of(checkout, kata));
    for (Fix more : in(checkout.moreFixes(kata), kata)) {
      if (all.stream().anyMatch(fix -> fix.name.equals(more.name))) {
        throw new UnusableFix(
            more.folder + " has the name of another fix of " + kata.id() + ": rename one of them");
      }
      all.add(more);
    }
    return List.copyOf(all);
  }

  /** Those that a reader is shown: the most instructive ones, and every other good one. */
  public static List<Fix> shown(Checkout checkout, Kata kata) {
    List<Fix> instructive = of(checkout, kata);
    return all(checkout, kata).stream()
        .filter(fix -> fix.good || instructive.contains(fix))
        .toList();
  }

  private static List<Fix> in(Path folder, Kata kata) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(f -> read(f, kata))
          .sorted((a, b) -> a.good == b.good ? a.name.compareTo(b.name) : a.good ? -1 : 1)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of the kata that are in the folder. The other ones are those of the reference. */
  public List<String> files(Kata kata) {
    return changed(kata, folder).toList();
  }

  private static Stream<String> changed(Kata kata, Path folder) {
    return kata.files().stream().filter(file -> Files.isRegularFile(folder.resolve(file)));
  }

  private static Fix read(Path folder, Kata kata) {
    String name = folder.getFileName().toString();
    Path file = folder.resolve(changed(kata, folder).findFirst().orElse(kata.files().getFirst()));
    String header;
    try (Stream<String> lines = Files.lines(file)) {
      header =
          lines
              .takeWhile(line -> line.startsWith("//"))
              .map(line -> line.substring(2).strip())
              .collect(Collectors.joining(" "));
    } catch (IOException | UncheckedIOException e) {
      throw new UnusableFix(
          file + " is missing or not text in UTF-8: mend it or delete its folder");
    }
    if (name.startsWith("good-") && header.startsWith("Also good: ")) {
      return new Fix(name, folder, true, header.substring("Also good: ".length()), "solved", "");
    }
    int rejected = header.indexOf("Rejected as ");
    int colon = header.indexOf(':', rejected);
    if (name.startsWith("bad-") && header.startsWith("Tempting: ") && rejected > 0 && colon > 0) {
      return new Fix(
          name,
          folder,
          false,
          header.substring("Tempting: ".length(), rejected).strip(),
          header.substring(rejected + "Rejected as ".length(), colon),
          header.substring(colon + 1).strip());
    }
    throw new UnusableFix(
        file
            + " must begin with '// Also good: …' in a folder good-…, or with '// Tempting: …' and '// Rejected as <verdict>: …' in a"
            + " folder bad-…");
  }

  /** A fix can't be used; the message says which, and what to do. */
  public static final class UnusableFix extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableFix(String message) {
      super(message);
    }
  }
}
