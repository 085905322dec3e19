// Tempting: the service tells that something has happened, the file system whether there still is a
// folder. So look there, each time.
// Rejected as leaking: a folder that is deleted and made anew is there. But the key was for the old
// one: nothing ever comes again, and the thread and the service wait for it.
package wild;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
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
  private final WatchService watcher;

  /** Watches a folder from now on. */
  public K62_ConfigWatcher(Path folder, Consumer<Path> listener) throws IOException {
    this.folder = folder;
    this.listener = listener;
    this.watcher = folder.getFileSystem().newWatchService();
    try {
      folder.register(watcher, ENTRY_CREATE, ENTRY_MODIFY);
    } catch (Throwable e) {
      watcher.close();
      throw e;
    }
    Thread.ofVirtual().name("config-watcher").start(this::watch);
  }

  private void watch() {
    try (watcher) {
      while (Files.isDirectory(folder)) {
        WatchKey key = watcher.take();
        key.pollEvents().stream().map(event -> (Path) event.context()).forEach(this::tell);
        key.reset();
      }
      // The folder is gone.
    } catch (ClosedWatchServiceException e) {
      // The watcher was closed. What waits in take() gets to know it, and what comes there later.
    } catch (InterruptedException | IOException e) {
      System.err.println("Nobody watches " + folder + " any more: " + e);
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
  public void close() throws IOException {
    watcher.close();
  }
}
