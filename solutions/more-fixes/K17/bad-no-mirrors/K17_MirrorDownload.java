// Tempting: The first copy completes a future, the last failure ends it, and finally cancels all
// tasks. Every way out is covered.
// Rejected as wrong: without a mirror there is no last failure. A download that nobody works on
// does not fail, it waits for ever.
package context;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Downloads a package for a build server.
 *
 * <p>There are several mirrors, and nobody knows which of them is fast today. So the server asks
 * all of them at once and takes the copy that comes first. One downloader serves all builds.
 *
 * <p>In production: downloads are as fast as the best mirror, and everybody is happy, but for those
 * who pay. The network carries each package four times. In the morning the server has 300 threads,
 * on Friday 40,000.
 *
 * <p>What a downloader promises:
 *
 * <ul>
 *   <li>{@link #download} returns with the first copy that comes. It does not wait for the others.
 *   <li>A mirror that fails is passed over. Only when all have failed, {@link #download} fails with
 *       an {@code IOException}.
 *   <li>A build may be canceled: an interrupt ends {@link #download} at once.
 *   <li>No mirror is kept busy for a download that is over. Other downloads are left alone.
 * </ul>
 */
public class K17_MirrorDownload {
  private final List<Mirror> mirrors;
  private final ExecutorService fetches = Executors.newVirtualThreadPerTaskExecutor();

  /** Makes a downloader that asks these mirrors. */
  public K17_MirrorDownload(List<Mirror> mirrors) {
    this.mirrors = List.copyOf(mirrors);
  }

  /** Gives the copy of the fastest mirror. */
  public String download(String file) throws IOException, InterruptedException {
    var copy = new CompletableFuture<String>();
    var failed = new AtomicInteger();
    List<Future<?>> asked = new ArrayList<>();
    try {
      for (Mirror mirror : mirrors) {
        asked.add(fetches.submit(() -> fetch(mirror, file, copy, failed)));
      }
      return copy.get();
    } catch (ExecutionException e) {
      throw new IOException("No mirror could send " + file + ".", e.getCause());
    } finally {
      asked.forEach(fetch -> fetch.cancel(true));
    }
  }

  private void fetch(
      Mirror mirror, String file, CompletableFuture<String> copy, AtomicInteger failed) {
    try {
      copy.complete(mirror.fetch(file));
    } catch (Throwable e) {
      if (failed.incrementAndGet() == mirrors.size()) {
        copy.completeExceptionally(e);
      }
    }
  }

  /** Somebody else's server. A fetch fails soon when its thread is interrupted. */
  public interface Mirror {
    /** Fetches a file. This may take long, or never end. */
    String fetch(String file) throws Exception;
  }
}
