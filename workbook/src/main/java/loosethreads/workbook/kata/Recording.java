package loosethreads.workbook.kata;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a kata's tests, or its {@linkplain Checkout#round round}, leave behind when they run again
 * and again: with its original, and with the reference solution. The book draws it. It is kept in
 * {@code docs/charts}.
 *
 * @param format the version of this shape: 1
 * @param kata whose it is
 * @param recorded the day, as {@code 2026-11-26}
 * @param jdk the version of the JDK
 * @param cores of the machine
 * @param of each file that it depends on, from the root of the checkout, and its git blob id
 * @param leaking the original, a sample before the first round and after each
 * @param fixed the reference, in the same way
 */
public record Recording(
    int format,
    String kata,
    String recorded,
    String jdk,
    int cores,
    Map<String, String> of,
    List<Sample> leaking,
    List<Sample> fixed) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /**
   * What was left behind after a round.
   *
   * @param round how often the tests had run
   * @param millis since before the first round
   * @param platform platform threads, more than before the first round
   * @param virtual virtual threads, more than before the first round
   * @param heapKb heap in use after a collection, in KiB
   */
  public record Sample(int round, long millis, int platform, int virtual, long heapKb) {
    /** Threads of both kinds. */
    public int threads() {
      return platform + virtual;
    }
  }

  /** Where a kata's recording is kept. */
  public static Path file(Checkout checkout, Kata kata) {
    return checkout.root().resolve("docs/charts").resolve(kata.id() + ".json");
  }

  /**
   * Reads a recording; nothing if there is none.
   *
   * @throws IllegalStateException if what stands there is not one
   */
  public static Optional<Recording> read(Checkout checkout, Kata kata) {
    Path file = file(checkout, kata);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Recording read = GSON.fromJson(Files.readString(file), Recording.class);
      if (read == null || read.leaking == null || read.fixed == null || read.of == null) {
        throw new IllegalStateException(file + " is not a recording");
      }
      return Optional.of(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonParseException e) {
      throw new IllegalStateException(file + " is not a recording: " + e.getMessage(), e);
    }
  }

  /**
   * Whether there is something to see: each round of the original leaves something behind, those of
   * the reference leave nothing, neither threads nor heap.
   */
  public boolean showsALeak() {
    return leaking.size() > 2
        && (addsThreads(leaking) || addsHeap(leaking))
        && !addsThreads(fixed)
        && !addsHeap(fixed);
  }

  /** Whether it is threads that the original leaves behind. If not, it is heap alone. */
  public boolean leaksThreads() {
    return addsThreads(leaking);
  }

  /** The first round brings what stays for good reasons: a pool's workers, classes. */
  private static boolean addsThreads(List<Sample> samples) {
    Sample last = samples.getLast();
    return last.threads() - samples.get(1).threads() >= last.round() - 1;
  }

  private static boolean addsHeap(List<Sample> samples) {
    return samples.getLast().heapKb() >= 2 * samples.get(1).heapKb();
  }

  /** Keeps no recording. */
  public void remove(Checkout checkout, Kata about) {
    try {
      Files.deleteIfExists(file(checkout, about));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the recording, a sample a line. */
  public void write(Checkout checkout, Kata about) {
    String text =
        GSON.toJson(this)
            .replace(",\"leaking\"", ",\n\"leaking\"")
            .replace("{\"round\"", "\n{\"round\"");
    try {
      Files.createDirectories(file(checkout, about).getParent());
      Files.writeString(file(checkout, about), text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the kata is still the one that was recorded. */
  public boolean isOf(Checkout checkout, Kata about) {
    return of.equals(dependsOn(checkout, about));
  }

  /** What a recording of a kata depends on, as it is now: path to blob id. */
  public static Map<String, String> dependsOn(Checkout checkout, Kata kata) {
    Map<String, String> ids = new TreeMap<>();
    for (String file : kata.files()) {
      ids.put(path(checkout, checkout.program(kata, file)), kata.original().get(file));
      Path reference = checkout.reference(kata, file);
      ids.put(path(checkout, reference), blobId(reference));
    }
    ids.put(path(checkout, checkout.round(kata)), blobId(checkout.round(kata)));
    return new LinkedHashMap<>(ids);
  }

  private static String path(Checkout checkout, Path file) {
    return checkout.root().relativize(file).toString().replace('\\', '/');
  }

  private static String blobId(Path file) {
    try {
      return BlobId.of(Files.readAllBytes(file)).hex();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
