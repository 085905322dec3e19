package loosethreads.workbook.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import loosethreads.workbook.kata.BlobId;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/** Brings a kata's original back. What stood in its files is kept in a folder of its own. */
public final class Reset {
  private final Checkout checkout;
  private final Originals originals;
  private final Backups backups;

  /** Resets katas of this checkout. */
  public Reset(Checkout checkout, Originals originals) {
    this.checkout = checkout;
    this.originals = originals;
    this.backups = new Backups(checkout);
  }

  /**
   * Brings the original of a kata back.
   *
   * @return where a backup of the learner's files is; nothing if there was nothing to lose
   * @throws Originals.NoOriginal if the original is lost; nothing is changed then
   * @throws IOException if a file can't be written; the learner's files are then as they were, or
   *     in the backup
   */
  public Optional<Path> of(Kata kata) throws IOException {
    Map<String, byte[]> original = originals.files(kata);
    Map<String, byte[]> edited = new LinkedHashMap<>();
    for (var entry : original.entrySet()) {
      Path program = checkout.program(kata, entry.getKey());
      if (Files.isDirectory(program)) {
        throw new IOException(program + " is a folder; move it away first");
      }
      if (Files.exists(program)) {
        byte[] now = Files.readAllBytes(program);
        if (!BlobId.of(now).hex().equals(kata.original().get(entry.getKey()))) {
          edited.put(entry.getKey(), now);
        }
      }
    }
    Optional<Path> backup =
        edited.isEmpty() ? Optional.empty() : Optional.of(backups.keep(kata, edited));
    for (var entry : original.entrySet()) {
      Path program = checkout.program(kata, entry.getKey());
      if (edited.containsKey(entry.getKey()) || !Files.exists(program)) {
        Files.createDirectories(program.getParent());
        WholeFile.write(program, entry.getValue());
      }
    }
    return backup;
  }
}
