package context;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Downloads a package for a build server.
 *
 * <p>A loser needs two things. Somebody tells it that it has lost: the interrupt, on every way out.
 * And it can get rid of its answer, even if that is only that it was interrupted: the queue has
 * room for all answers, so that {@code add()} never waits.
 */
public class K17_MirrorDownload {
  private final List<Mirror> mirrors;

  /** Makes a downloader that asks these mirrors. */
  public K17_MirrorDownload(List<Mirror> mirrors) {
    this.mirrors = List.copyOf(mirrors);
  }

  /** Gives the copy of the fastest mirror. */
  public String download(String file) throws IOException, InterruptedException {
    var answers = new LinkedBlockingQueue<Answer>();
    var fetches = new ArrayList<Thread>();
    try {
      for (Mirror mirror : mirrors) {
        fetches.add(
            Thread.ofVirtual().name("download").start(() -> answers.add(fetch(mirror, file))));
      }
      return firstCopy(file, answers);
    } finally {
      fetches.forEach(Thread::interrupt);
    }
  }

  private String firstCopy(String file, BlockingQueue<Answer> answers)
      throws IOException, InterruptedException {
    var failure = new IOException("No mirror could send " + file + ".");
    for (int i = 0; i < mirrors.size(); i++) {
      switch (answers.take()) {
        case Copy(String content) -> {
          return content;
        }
        case Failure(Throwable cause) -> failure.addSuppressed(cause);
      }
    }
    throw failure;
  }

  private static Answer fetch(Mirror mirror, String file) {
    try {
      return new Copy(mirror.fetch(file));
    } catch (Throwable e) {
      return new Failure(e);
    }
  }

  private sealed interface Answer {}

  private record Copy(String content) implements Answer {}

  private record Failure(Throwable cause) implements Answer {}

  /** Somebody else's server. A fetch fails soon when its thread is interrupted. */
  public interface Mirror {
    /** Fetches a file. This may take long, or never end. */
    String fetch(String file) throws Exception;
  }
}
