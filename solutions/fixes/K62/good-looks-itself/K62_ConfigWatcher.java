// Also good: no service at all. A thread looks at the folder now and then, and an interrupt or a
// flag
// ends it.
package wild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Watches a folder, and tells a listener which files in it have changed.
 *
 * <p>Each tenant of a server has a folder with its settings. While a tenant is active somebody
 * watches the folder, so that new settings count at once.
 *
 * <p>In production: after some days one tenant gets "User limit of inotify instances reached or too
 * many open files", and then no tenant can become active any more. In a thread dump there are more
 * than a hundred threads by the name of {@code FileSystemWatchService}. Three tenants are active.
 *
 * <p>What a watcher promises:
 *
 * <ul>
 *   <li>The listener is told of each file that is new or has changed, once or several times. If the
 *       listener fails, it is still told of the next file.
 *   <li>It watches until it is closed or the folder is deleted, whichever comes first. Then soon
 *       none of its threads is left, whatever the listener makes of an interrupt.
 *   <li>A folder that can't be watched is an {@link IOException}, and nothing else is left of it.
 *   <li>{@link #close} does not wait for the listener. The listener may close the watcher, too.
 * </ul>
 */
public class K62_ConfigWatcher implements AutoCloseable {
  private final Path folder;
  private final Consumer<Path> listener;
  private final Thread watching;
  private volatile boolean closed;

  /** Watches a folder from now on. */
  public K62_ConfigWatcher(Path folder, Consumer<Path> listener) throws IOException {
    this.folder = folder;
    this.listener = listener;
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    var known = changes();
    this.watching = Thread.ofVirtual().name("config-watcher").start(() -> watch(known));
  }

  private void watch(Map<Path, FileTime> known) {
    try {
      var before = known;
      while (!closed) {
        Thread.sleep(10);
        var now = changes();
        for (var file : now.entrySet()) {
          if (!closed && !file.getValue().equals(before.get(file.getKey()))) {
            tell(file.getKey());
          }
        }
        before = now;
      }
    } catch (InterruptedException | IOException e) {
      // Closed, or the folder is gone.
    }
  }

  private Map<Path, FileTime> changes() throws IOException {
    var changes = new HashMap<Path, FileTime>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        changes.put(file.getFileName(), Files.getLastModifiedTime(file));
      }
    }
    return changes;
  }

  private void tell(Path file) {
    try {
      listener.accept(folder.resolve(file));
    } catch (RuntimeException e) {
      System.err.println("The old settings stay: " + e);
    }
  }

  /** Stops watching. To close it again does nothing. */
  @Override
  public void close() {
    closed = true;
    watching.interrupt();
  }
}
