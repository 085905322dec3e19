package loosethreads.workbook.kata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;

/** A kata's hints, each giving away more: one file, parted by lines of three dashes. */
public final class Hints {
  private static final Pattern BETWEEN = Pattern.compile("(?m)^---\\s*$");

  private Hints() {}

  /** The hints in their order; none if there is no file. */
  public static List<String> of(Checkout checkout, Kata kata) {
    try {
      return BETWEEN
          .splitAsStream(Files.readString(checkout.hints(kata)))
          .map(String::strip)
          .filter(hint -> !hint.isEmpty())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
