// Tempting: try-with-resources, where the service is opened.
// Rejected as wrong: the block ends when the thread has been started. It finds a service that is
// closed, and watches nothing.
package wild;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
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
 *   <li>The listener is told of each file that is new or has changed, once or several times, unless
 *       they are hundreds at once. If the listener fails, it is still told of the next file.
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

  /** Watches a folder from now on. */
  public K62_ConfigWatcher(Path folder, Consumer<Path> listener) throws IOException {
    this.folder = folder;
    this.listener = listener;
    try (WatchService watcher = folder.getFileSystem().newWatchService()) {
      folder.register(watcher, ENTRY_CREATE, ENTRY_MODIFY);
      this.watching = Thread.ofVirtual().name("config-watcher").start(() -> watch(watcher));
    }
  }

  private void watch(WatchService watcher) {
    try {
      WatchKey key;
      do {
        key = watcher.take();
        key.pollEvents().stream().map(event -> (Path) event.context()).forEach(this::tell);
      } while (key.reset());
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed.
    }
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
    watching.interrupt();
  }
}
