package loosethreads.workbook.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LeakFree
class SaveWatcherTest {
  @TempDir Path folder;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private Path file;
  private SaveWatcher watcher;

  @BeforeEach
  void watch() throws IOException {
    file = Files.writeString(folder.resolve("Kata.java"), "old");
    watcher = new SaveWatcher(List.of(file), () -> events.add(new Event.Saved()));
  }

  @AfterEach
  void close() {
    watcher.close();
  }

  @Test
  void writingInPlaceIsASave() throws Exception {
    Files.writeString(file, "new text");

    assertSaved();
  }

  @Test
  void renamingOverTheFileIsASave() throws Exception {
    Path other = Files.writeString(folder.resolve("Kata.java~"), "new");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

    assertSaved();
  }

  @Test
  void aChangeThatLeavesTimeAndSizeAloneIsASave() throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    Path other = Files.writeString(folder.resolve("Kata.java~"), "new");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

    assertSaved();
  }

  @Test
  void deletingTheFileIsASaveAndBringingItBackIsAnother() throws Exception {
    Files.delete(file);
    assertSaved();

    Files.writeString(file, "back");
    assertSaved();
  }

  @Test
  void aFolderInPlaceOfTheFileIsSurvived() throws Exception {
    Files.delete(file);
    Files.createDirectory(file);
    assertSaved();

    Files.delete(file);
    Files.writeString(file, "back");
    assertSaved();
  }

  private void assertSaved() throws InterruptedException {
    assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(new Event.Saved());
    // What came of the same change, seen half done, is not the next one.
    events.clear();
  }
}
