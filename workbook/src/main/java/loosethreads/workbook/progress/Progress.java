package loosethreads.workbook.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loosethreads.workbook.kata.BlobId;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * Which katas are solved, and which hints were read.
 *
 * <p>Each fact is an empty file named after it: {@code progress/K11/solved-<content>}. A file
 * appears at once or not at all, so no kill and no second runner can spoil or lose a fact.
 */
public final class Progress {
  private final Checkout checkout;
  private final Path folder;

  /** The progress kept in this checkout's state folder. */
  public Progress(Checkout checkout) {
    this.checkout = checkout;
    this.folder = checkout.state().resolve("progress");
  }

  /** How far the learner is with a kata, by what its files hold now. */
  public State of(Kata kata) {
    Map<String, String> now = idsNow(kata);
    if (now.equals(kata.original())) {
      return State.UNTOUCHED;
    }
    return Files.exists(fact(kata, "solved-" + content(now))) ? State.SOLVED : State.OPEN;
  }

  /** Tells whether a kata was ever solved, whatever its files hold now. */
  public boolean everSolved(Kata kata) {
    return facts(kata).stream().anyMatch(fact -> fact.startsWith("solved-"));
  }

  /** The first kata, in their order, that is not solved. */
  public Optional<Kata> firstUnsolved(List<Kata> katas) {
    return katas.stream().filter(k -> of(k) != State.SOLVED).findFirst();
  }

  /** How many of the katas are solved. */
  public int solved(List<Kata> katas) {
    return (int) katas.stream().filter(k -> of(k) == State.SOLVED).count();
  }

  /**
   * Remembers that the kata is solved by files with this content, which need not be what the files
   * hold by now.
   */
  public void solvedBy(Kata kata, Map<String, byte[]> files) {
    Map<String, String> ids = new HashMap<>();
    files.forEach((file, bytes) -> ids.put(file, BlobId.of(bytes).hex()));
    remember(kata, "solved-" + content(ids));
  }

  /** The hints that were shown so far: 0 to 3. */
  public int hintsSeen(Kata kata) {
    return facts(kata).stream()
        .filter(fact -> fact.matches("hint-[1-9]"))
        .mapToInt(fact -> fact.charAt("hint-".length()) - '0')
        .max()
        .orElse(0);
  }

  /** Remembers that a hint was shown. */
  public void hintShown(Kata kata, int level) {
    remember(kata, "hint-" + level);
  }

  private Map<String, String> idsNow(Kata kata) {
    Map<String, String> ids = new HashMap<>();
    for (String file : kata.files()) {
      try {
        ids.put(file, BlobId.of(Files.readAllBytes(checkout.program(kata, file))).hex());
      } catch (IOException e) {
        // Missing, or being replaced: that is no original and solves nothing.
        ids.put(file, "");
      }
    }
    return ids;
  }

  /** One name for the content of all files of a kata; that of the file itself if there is one. */
  private static String content(Map<String, String> ids) {
    return ids.size() == 1
        ? ids.values().iterator().next()
        : BlobId.of(
                ids.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> e.getKey() + " " + e.getValue() + "\n")
                    .collect(Collectors.joining())
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .hex();
  }

  private Path fact(Kata kata, String name) {
    return folder.resolve(kata.id()).resolve(name);
  }

  private List<String> facts(Kata kata) {
    try (Stream<Path> files = Files.list(folder.resolve(kata.id()))) {
      return files.map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      // No fact yet.
      return List.of();
    }
  }

  private void remember(Kata kata, String name) {
    Path fact = fact(kata, name);
    try {
      Files.createDirectories(fact.getParent());
      Files.createFile(fact);
    } catch (FileAlreadyExistsException e) {
      // Known already.
    } catch (IOException e) {
      throw new UncheckedIOException("Progress can't be written to " + fact, e);
    }
  }
}
