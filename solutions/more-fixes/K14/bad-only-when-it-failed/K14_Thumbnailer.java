// Tempting: A timeout and a cancel both end the future with an exception. With a thumbnail it ends
// only when the painter is through, and then there is nobody to stop.
// Rejected as leaking: an album may complete the future itself, with a picture from its cache. The
// future has ended, and the painter goes on.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes small pictures of large ones, for the overview of a photo album.
 *
 * <p>The album asks for a thumbnail of every photo that scrolls into sight, and gets a future for
 * each. When a photo scrolls out of sight before its thumbnail is there, the album cancels the
 * future. A thumbnail that takes too long is given up by itself. One thumbnailer serves all albums,
 * for as long as the app runs.
 *
 * <p>In production: somebody scrolls through ten years in ten seconds. The thumbnails of the last
 * page do come, in time. But the laptop gets hot, the fan starts, and it stays on for a long while
 * after the last thumbnail is there.
 *
 * <p>What a thumbnailer promises:
 *
 * <ul>
 *   <li>{@link #thumbnail} returns at once, with a future that nobody needs to wait for.
 *   <li>The future ends with the thumbnail, or with the failure of the painter as its cause, or
 *       with a {@code TimeoutException} after the time limit, or it is cancelled: whatever comes
 *       first.
 *   <li>No painter goes on with a thumbnail whose future has ended. The others do.
 *   <li>Any number of thumbnails can be painted at the same time.
 * </ul>
 */
public class K14_Thumbnailer {
  private final ExecutorService easels = Executors.newVirtualThreadPerTaskExecutor();
  private final Painter painter;
  private final Duration limit;

  /** Makes a thumbnailer that gives up a thumbnail after this time. */
  public K14_Thumbnailer(Painter painter, Duration limit) {
    this.painter = painter;
    this.limit = limit;
  }

  /** Has a thumbnail painted. Cancel the future if you no longer want it. */
  public CompletableFuture<String> thumbnail(String photo) {
    var thumbnail = new CompletableFuture<String>();
    Future<?> task = easels.submit(() -> paint(photo, thumbnail));
    thumbnail.exceptionally(failure -> {
      task.cancel(true);
      return null;
    });
    return thumbnail.orTimeout(limit.toNanos(), NANOSECONDS);
  }

  private void paint(String photo, CompletableFuture<String> thumbnail) {
    try {
      thumbnail.complete(painter.paint(photo));
    } catch (Throwable e) {
      thumbnail.completeExceptionally(e);
    }
  }

  /** Somebody else's graphics library. It ends soon when its thread is interrupted. */
  public interface Painter {
    /** Paints a thumbnail. */
    String paint(String photo) throws Exception;
  }
}
