// Tempting: An executor for all downloads must not be shut down, and one for each download is one
// too many. So there is one for each file, until its first copy is here: shutdownNow() calls off
// whoever still fetches this file.
// Rejected as wrong: two builds may want the same file at the same time. The one that is through,
// or is canceled, calls off the mirrors of the other.
package context;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
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
  private final Map<String, ExecutorService> fetches = new ConcurrentHashMap<>();
  private final List<Mirror> mirrors;

  /** Makes a downloader that asks these mirrors. */
  public K17_MirrorDownload(List<Mirror> mirrors) {
    this.mirrors = List.copyOf(mirrors);
  }

  /** Gives the copy of the fastest mirror. */
  public String download(String file) throws IOException, InterruptedException {
    ExecutorService fetching =
        fetches.computeIfAbsent(file, _ -> Executors.newVirtualThreadPerTaskExecutor());
    try {
      var answers = new ExecutorCompletionService<String>(fetching);
      for (Mirror mirror : mirrors) {
        answers.submit(() -> mirror.fetch(file));
      }
      var failure = new IOException("No mirror could send " + file + ".");
      for (int i = 0; i < mirrors.size(); i++) {
        try {
          return answers.take().get();
        } catch (ExecutionException e) {
          failure.addSuppressed(e.getCause());
        }
      }
      throw failure;
    } finally {
      fetches.remove(file, fetching);
      fetching.shutdownNow();
    }
  }

  /** Somebody else's server. A fetch fails soon when its thread is interrupted. */
  public interface Mirror {
    /** Fetches a file. This may take long, or never end. */
    String fetch(String file) throws Exception;
  }
}
