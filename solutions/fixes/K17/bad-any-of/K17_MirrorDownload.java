// Tempting: CompletableFuture.anyOf() gives the first of them, in one line. Then cancel the rest.
// Rejected as wrong: the first that ends may be one that failed. And cancel() interrupts nobody.
package context;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Makes a downloader that asks these mirrors. */
  public K17_MirrorDownload(List<Mirror> mirrors) {
    this.mirrors = List.copyOf(mirrors);
  }

  /** Gives the copy of the fastest mirror. */
  public String download(String file) throws IOException, InterruptedException {

    var fetches =
        mirrors.stream()
            .map(mirror -> CompletableFuture.supplyAsync(() -> fetch(mirror, file), threads))
            .toList();
    try {
      return (String) CompletableFuture.anyOf(fetches.toArray(CompletableFuture[]::new)).get();
    } catch (ExecutionException e) {
      throw new IOException("No mirror could send " + file + ".", e.getCause());
    } finally {
      fetches.forEach(fetch -> fetch.cancel(true));
    }
  }

  private static String fetch(Mirror mirror, String file) {
    try {
      return mirror.fetch(file);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** Somebody else's server. A fetch fails soon when its thread is interrupted. */
  public interface Mirror {
    /** Fetches a file. This may take long, or never end. */
    String fetch(String file) throws Exception;
  }
}
