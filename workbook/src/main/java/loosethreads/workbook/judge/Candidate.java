package loosethreads.workbook.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Kata;

/**
 * Something that claims to solve a kata: the learner's files, the reference, a fix.
 *
 * @param kata the kata
 * @param files file name to content, as bytes: what a learner saves need not be text. A file that
 *     is not there is missing here too
 */
public record Candidate(Kata kata, Map<String, byte[]> files) {

  /** The files as the learner last saved them. */
  public static Candidate learners(Checkout checkout, Kata kata) {
    return read(kata, file -> checkout.program(kata, file));
  }

  /** The reference solution. */
  public static Candidate reference(Checkout checkout, Kata kata) {
    return read(kata, file -> checkout.reference(kata, file));
  }

  /** A fix: the files in its folder, and the reference's where it changes none. */
  public static Candidate fix(Checkout checkout, Kata kata, Fix fix) {
    List<String> changed = fix.files(kata);
    return read(
        kata,
        file ->
            changed.contains(file) ? fix.folder().resolve(file) : checkout.reference(kata, file));
  }

  private static Candidate read(Kata kata, Function<String, Path> where) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : kata.files()) {
      try {
        files.put(name, Files.readAllBytes(where.apply(name)));
      } catch (IOException e) {
        // Missing, being replaced by an editor just now, a folder, or not ours to read: the verdict
        // says that it is not there.
      }
    }
    return new Candidate(kata, files);
  }
}
