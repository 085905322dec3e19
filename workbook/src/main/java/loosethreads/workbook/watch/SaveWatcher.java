package loosethreads.workbook.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Notices saves of a few files by looking at them again and again: see the decision record on
 * polling.
 */
public final class SaveWatcher implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(25);

  /**
   * Some file systems keep times to the second. Within this time after a change the content is
   * compared, too.
   */
  private static final Duration COARSEST_CLOCK = Duration.ofSeconds(3);

  /** An editor may empty or remove a file while it saves; only if it stays so, it is meant. */
  private static final Duration BLINK = Duration.ofMillis(200);

  private final List<Path> files;
  private final Runnable saved;
  private final Thread thread;

  /**
   * Begins to look.
   *
   * @param saved is run after each save, on the thread that looks
   */
  public SaveWatcher(List<Path> files, Runnable saved) {
    this.files = files;
    this.saved = saved;
    // The first look is taken here: a save right after the constructor is a save.
    List<Look> first = look(files.stream().map(_ -> Look.MISSING).toList());
    this.thread = Thread.ofPlatform().name("watch-saves").daemon().start(() -> watch(first));
  }

  /** What a file looked like. Equal looks mean: not saved in between. */
  private record Look(boolean there, FileTime time, long size, Object key, int content) {
    static final Look MISSING = new Look(false, FileTime.fromMillis(0), 0, "", 0);

    Look with(int otherContent) {
      return new Look(there, time, size, key, otherContent);
    }

    boolean blank() {
      return size == 0;
    }
  }

  private void watch(List<Look> first) {
    List<Look> told = first;
    List<Look> before = first;
    long sinceNanos = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(PAUSE);
        List<Look> now = look(before);
        if (!now.equals(before)) {
          before = now;
          sinceNanos = System.nanoTime();
        }
        boolean blink =
            now.stream().anyMatch(Look::blank) && System.nanoTime() - sinceNanos < BLINK.toNanos();
        if (!now.equals(told) && !blink) {
          told = now;
          saved.run();
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private List<Look> look(List<Look> before) {
    List<Look> looks = new ArrayList<>(files.size());
    for (int i = 0; i < files.size(); i++) {
      looks.add(look(files.get(i), before.get(i)));
    }
    return looks;
  }

  private static Look look(Path file, Look before) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Look look =
          new Look(
              true,
              now.lastModifiedTime(),
              now.size(),
              Objects.requireNonNullElse(now.fileKey(), ""),
              before.content);
      boolean recent =
          Math.abs(System.currentTimeMillis() - now.lastModifiedTime().toMillis())
              < COARSEST_CLOCK.toMillis();
      return now.isRegularFile() && (recent || !look.equals(before))
          ? look.with(Arrays.hashCode(Files.readAllBytes(file)))
          : look;
    } catch (IOException e) {
      return Look.MISSING;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
