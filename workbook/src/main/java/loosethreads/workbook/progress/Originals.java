package loosethreads.workbook.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.kata.BlobId;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * The programs as they were before anybody edited them.
 *
 * <p>Found by the blob id that {@code katas.json} keeps: in the file itself while it is untouched,
 * in a snapshot that was taken then, or in git's history.
 */
public final class Originals {
  private final Checkout checkout;
  private final Path snapshots;

  /** Originals of this checkout. */
  public Originals(Checkout checkout) {
    this.checkout = checkout;
    this.snapshots = checkout.state().resolve("originals");
  }

  /**
   * Keeps a copy of each file that is still untouched; a checkout without git has no other way
   * back.
   */
  public void keep(Kata kata) {
    kata.original()
        .forEach((file, id) -> {
          Path snapshot = snapshots.resolve(id);
          if (!Files.exists(snapshot)) {
            untouched(checkout.program(kata, file), id).ifPresent(b -> save(snapshot, b));
          }
        });
  }

  /**
   * A file's original as text.
   *
   * @throws NoOriginal if it can't be found; the message says what to do
   */
  public String text(Kata kata, String file) {
    return new String(bytes(kata, file), StandardCharsets.UTF_8);
  }

  /**
   * All files of a kata in their original state.
   *
   * @throws NoOriginal if one can't be found; the message says what to do
   */
  public Map<String, byte[]> files(Kata kata) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    kata.files().forEach(file -> files.put(file, bytes(kata, file)));
    return files;
  }

  private byte[] bytes(Kata kata, String file) {
    String id = kata.original().get(file);
    return untouched(checkout.program(kata, file), id)
        .or(() -> untouched(snapshots.resolve(id), id))
        .or(() -> fromGit(id))
        .orElseThrow(() ->
            new NoOriginal(
                "The original of "
                    + file
                    + " is neither in .kata nor in git (blob "
                    + id.substring(0, Math.min(8, id.length()))
                    + "); clone the repository anew to get it back."));
  }

  private static Optional<byte[]> untouched(Path file, String id) {
    try {
      byte[] content = Files.readAllBytes(file);
      return BlobId.of(content).hex().equals(id) ? Optional.of(content) : Optional.empty();
    } catch (IOException e) {
      // Not there, or not readable: look elsewhere.
      return Optional.empty();
    }
  }

  private Optional<byte[]> fromGit(String id) {
    try {
      Process git =
          new ProcessBuilder("git", "cat-file", "blob", id)
              .directory(checkout.root().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      byte[] content = git.getInputStream().readAllBytes();
      if (!git.waitFor(10, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return Optional.empty();
      }
      return git.exitValue() == 0 && BlobId.of(content).hex().equals(id)
          ? Optional.of(content)
          : Optional.empty();
    } catch (IOException e) {
      // No git on this machine.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static void save(Path snapshot, byte[] content) {
    try {
      Files.createDirectories(snapshot.getParent());
      WholeFile.write(snapshot, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that an original can't be found. */
  public static final class NoOriginal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoOriginal(String message) {
      super(message);
    }
  }
}
