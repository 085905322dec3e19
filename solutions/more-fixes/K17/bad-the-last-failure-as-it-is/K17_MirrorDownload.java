// Tempting: A future for the first copy. A mirror that fails counts down, and the last one to fail
// ends the future with its failure; finally interrupts whoever is still busy.
// Rejected as wrong: a RuntimeException of the last mirror goes to the caller as it is. When all
// have failed, download() should fail with an IOException.
package context;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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

  /** Makes a downloader that asks these mirrors. */
  public K17_MirrorDownload(List<Mirror> mirrors) {
    this.mirrors = List.copyOf(mirrors);
  }

  /** Gives the copy of the fastest mirror. */
  public String download(String file) throws IOException, InterruptedException {
    var winner = new CompletableFuture<String>();
    var left = new AtomicInteger(mirrors.size());
    var fetches = new ArrayList<Thread>();
    if (mirrors.isEmpty()) {
      throw new IOException("There is no mirror.");
    }
    try {
      for (Mirror mirror : mirrors) {
        fetches.add(
            Thread.ofVirtual().name("download").start(() -> ask(mirror, file, winner, left)));
      }
      return winner.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        default -> throw new IOException(e.getCause());
      }
    } finally {
      fetches.forEach(Thread::interrupt);
    }
  }

  private static void ask(
      Mirror mirror, String file, CompletableFuture<String> winner, AtomicInteger left) {
    try {
      winner.complete(mirror.fetch(file));
    } catch (Throwable e) {
      if (left.decrementAndGet() == 0) {
        winner.completeExceptionally(e);
      }
    }
  }

  /** Somebody else's server. A fetch fails soon when its thread is interrupted. */
  public interface Mirror {
    /** Fetches a file. This may take long, or never end. */
    String fetch(String file) throws Exception;
  }
}
