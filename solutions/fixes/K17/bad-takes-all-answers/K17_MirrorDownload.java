// Tempting: Take all the answers. Then none is left over, and no thread waits to give one.
// Rejected as wrong: now a download takes as long as the slowest mirror.
package context;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.SynchronousQueue;

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

    var answers = new SynchronousQueue<Answer>();
    for (Mirror mirror : mirrors) {
      Thread.ofVirtual().name("download").start(() -> ask(mirror, file, answers));
    }

    String first = null;
    var failure = new IOException("No mirror could send " + file + ".");
    for (int i = 0; i < mirrors.size(); i++) {
      switch (answers.take()) {
        case Copy(String content) -> first = first == null ? content : first;
        case Failure(Exception cause) -> failure.addSuppressed(cause);
      }
    }
    if (first == null) {
      throw failure;
    }
    return first;
  }

  private static void ask(Mirror mirror, String file, SynchronousQueue<Answer> answers) {
    try {
      answers.put(fetch(mirror, file));
    } catch (InterruptedException e) {
      // Nobody wants the answer.
    }
  }

  private static Answer fetch(Mirror mirror, String file) {
    try {
      return new Copy(mirror.fetch(file));
    } catch (Exception e) {
      return new Failure(e);
    }
  }

  private sealed interface Answer {}

  private record Copy(String content) implements Answer {}

  private record Failure(Exception cause) implements Answer {}

  /** Somebody else's server. A fetch fails soon when its thread is interrupted. */
  public interface Mirror {
    /** Fetches a file. This may take long, or never end. */
    String fetch(String file) throws Exception;
  }
}
