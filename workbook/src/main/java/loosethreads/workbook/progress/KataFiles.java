package loosethreads.workbook.progress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loosethreads.workbook.kata.BlobId;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * Reads and saves the learner's files for somebody who works on them beside an editor.
 *
 * <p>Nothing is saved over a text that the writer has not seen. What is replaced and did not come
 * from here goes to a backup first. No symbolic link is followed, neither to read nor to write.
 */
public final class KataFiles {
  private final Checkout checkout;
  private final Backups backups;
  private final Set<String> ours = new HashSet<>();

  /** The files in this checkout. */
  public KataFiles(Checkout checkout) {
    this.checkout = checkout;
    this.backups = new Backups(checkout);
  }

  /**
   * A file as it is on disk.
   *
   * @param text what is in it; empty if the file is not there
   * @param version names the content: git's blob id; empty if the file is not there
   */
  public record Content(String text, String version) {
    static final Content MISSING = new Content("", "");
  }

  /** What came of saving. */
  public sealed interface Saved {
    /**
     * The text is on disk.
     *
     * @param backup where the text is that was replaced, if it did not come from here
     */
    record Written(String version, Optional<Path> backup) implements Saved {}

    /** Somebody else saved in between; nothing was written. */
    record Conflict(Content onDisk) implements Saved {}
  }

  /**
   * Reads one of the kata's files.
   *
   * @throws NotOurs if it is not one of them, is not UTF-8 text, or is reached by a symbolic link
   * @throws IOException if it can't be read
   */
  public Content read(Kata kata, String file) throws IOException {
    return content(file, bytes(place(kata, file)));
  }

  /**
   * Saves one of the kata's files.
   *
   * @param base the version that the writer began with
   * @throws NotOurs if it is not one of them, or is reached by a symbolic link
   * @throws IOException if it can't be written
   */
  public synchronized Saved save(Kata kata, String file, String text, String base)
      throws IOException {
    Path place = place(kata, file);
    byte[] bytes = encoded(file, text);
    Optional<byte[]> before = bytes(place);
    if (!version(before).equals(base)) {
      return new Saved.Conflict(content(file, before));
    }
    Optional<Path> backup =
        before.isEmpty() || isKnown(kata, file, base)
            ? Optional.empty()
            : Optional.of(backups.keep(kata, Map.of(file, before.get())));
    // An editor may have saved while we wrote to a file of our own.
    if (!WholeFile.write(place, bytes, () -> version(bytes(place)).equals(base))) {
      return new Saved.Conflict(read(kata, file));
    }
    String version = BlobId.of(bytes).hex();
    ours.add(version);
    return new Saved.Written(version, backup);
  }

  private boolean isKnown(Kata kata, String file, String version) {
    return ours.contains(version) || version.equals(kata.original().get(file));
  }

  /** Where the file is, if nothing on the way there leads elsewhere. */
  private Path place(Kata kata, String file) throws IOException {
    if (!kata.files().contains(file)) {
      throw new NotOurs("%s has no file %s".formatted(kata.id(), file));
    }
    Path program = checkout.program(kata, file);
    Path folder = checkout.root().toRealPath().resolve(checkout.root().relativize(program));
    boolean led =
        !program.getParent().toRealPath().equals(folder.getParent())
            || Files.isSymbolicLink(program);
    if (led) {
      throw new NotOurs(
          program + " is, or is behind, a symbolic link; put the file itself there to go on");
    }
    return program;
  }

  private static Optional<byte[]> bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String version(Optional<byte[]> bytes) {
    return bytes.map(b -> BlobId.of(b).hex()).orElse(Content.MISSING.version());
  }

  private static Content content(String file, Optional<byte[]> bytes) {
    if (bytes.isEmpty()) {
      return Content.MISSING;
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get())).toString();
      return new Content(text, version(bytes));
    } catch (CharacterCodingException e) {
      throw new NotOurs(file + " is not UTF-8 text; save it as UTF-8 in your editor to go on");
    }
  }

  /** Half a character can't be saved; better to say so than to save a question mark. */
  private static byte[] encoded(String file, String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new NotOurs("the text for " + file + " holds half of a character; remove it");
    }
  }

  /** Says why a file is not read or written from here. */
  public static final class NotOurs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotOurs(String message) {
      super(message);
    }
  }
}
