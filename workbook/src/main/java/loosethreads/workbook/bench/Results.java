package loosethreads.workbook.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one benchmark found, with all one has to know to find it again: {@code
 * benchmarks/results/NAME.json}.
 *
 * @param format the version of this shape: 1
 * @param benchmark its name
 * @param question what it answers, in a sentence
 * @param command what was typed
 * @param quick whether it was the short run
 * @param commit of the checkout, with {@code +} if files were changed since; empty without git
 * @param date the day, in UTC: {@code 2026-11-26}
 * @param machine where it ran
 * @param jdk vendor and version
 * @param go version of Go, or empty if it had no part in it
 * @param figures in the order in which they were first read
 */
public record Results(
    int format,
    String benchmark,
    String question,
    String command,
    boolean quick,
    String commit,
    String date,
    Machine machine,
    String jdk,
    String go,
    List<Figure> figures) {
  /** The version of this shape. */
  public static final int FORMAT = 1;

  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapter(
              Double.class,
              (JsonSerializer<Double>) (value, _, _) -> new JsonPrimitive(shortened(value)))
          .create();

  /**
   * Where it ran.
   *
   * @param os name, version and architecture
   * @param cores that the JVM may use
   * @param memory of the machine or the container, in bytes
   * @param load how many threads wanted a core in the minute before the start, on average; negative
   *     where the system does not tell. What is much above zero came from others, and their noise
   *     is in the figures
   */
  public record Machine(String os, int cores, long memory, double load) {}

  /** Where the committed results of a benchmark are. */
  public static Path file(Path folder, String benchmark) {
    return folder.resolve(benchmark + ".json");
  }

  /** The folder of committed results. */
  public static Path committed(Path root) {
    return root.resolve("benchmarks/results");
  }

  /**
   * Reads results; nothing if there are none.
   *
   * @throws IllegalStateException if what stands there is not results
   */
  public static Optional<Results> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Results read = GSON.fromJson(Files.readString(file), Results.class);
      if (read == null || read.format != FORMAT || !read.whole()) {
        throw new IllegalStateException(file + " holds no results of format " + FORMAT);
      }
      return Optional.of(read);
    } catch (JsonParseException e) {
      throw new IllegalStateException(file + " holds no results: " + e.getMessage(), e);
    }
  }

  private boolean whole() {
    return machine != null
        && figures != null
        && !figures.isEmpty()
        && figures.stream()
            .allMatch(f ->
                f.unit() != null
                    && f.metric() != null
                    && f.values() != null
                    && !f.values().isEmpty()
                    && f.values().stream().allMatch(Double::isFinite));
  }

  /** Keeps the results, a figure a line: wholly, or what stood there stays. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path whole = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(whole, json());
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** Seven digits are more than any of our clocks gives. */
  private static BigDecimal shortened(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(7)).stripTrailingZeros();
    return rounded.setScale(Math.max(0, rounded.scale()), RoundingMode.UNNECESSARY);
  }

  private String json() {
    var head =
        new Results(
            format, benchmark, question, command, quick, commit, date, machine, jdk, go, List.of());
    String lines =
        figures.stream().map(GSON::toJson).collect(Collectors.joining(",\n", "[\n", "\n]}\n"));
    return GSON.toJson(head)
            .replaceAll(",(\"(?:benchmark|question|command|commit|machine|jdk|figures)\")", ",\n$1")
            .replaceFirst("\\[\\]\\}$", "")
        + lines;
  }
}
