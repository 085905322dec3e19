// Also good: no channels. Two executors with one thread each, four pictures on the way as futures,
// and shutdownNow() on every way out.
package channels;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes a film of a day's weather out of satellite pictures.
 *
 * <p>Three steps: load a picture, straighten it, append it to the film. Each takes seconds, and
 * needs something else: the network, a processor, the disk. So each step has its own thread, and
 * the pictures go from one to the next through channels. The caller's thread does the last step.
 *
 * <p>In production: a film takes a third of the time it took before. But some fail, as the disk is
 * full or a picture is damaged. The next morning somebody makes room and starts them again. Only
 * the memory of the process does not recover: each failed film keeps a few large pictures in it.
 *
 * <p>What a pipeline promises:
 *
 * <ul>
 *   <li>{@link #run} appends all pictures in their order and tells how many there were. Each step
 *       works on one picture at a time, the three of them side by side. At most ten pictures are in
 *       memory.
 *   <li>If a step throws, or the list of names does, the caller gets that, by itself or as the
 *       cause of something else. An interrupted caller gets an {@code InterruptedException}. What
 *       was under way just then may be lost.
 *   <li>However {@link #run} ends, soon after it nothing of it goes on.
 * </ul>
 */
public class K27_ImagePipeline {
  private final UnaryOperator<String> load;
  private final UnaryOperator<String> straighten;
  private final Consumer<String> film;

  /** Makes a pipeline of three steps. */
  public K27_ImagePipeline(
      UnaryOperator<String> load, UnaryOperator<String> straighten, Consumer<String> film) {
    this.load = load;
    this.straighten = straighten;
    this.film = film;
  }

  /** Makes a film. Several can be made at a time. */
  public int run(Iterable<String> names) throws InterruptedException {
    var loader = Executors.newSingleThreadExecutor();
    var straightener = Executors.newSingleThreadExecutor();
    try {
      var window = new ArrayDeque<Future<String>>();
      int appended = 0;
      for (String name : names) {
        var loaded = loader.submit(() -> load.apply(name));
        window.add(straightener.submit(() -> straighten.apply(loaded.get())));
        if (window.size() == 4) {
          append(window.remove());
          appended++;
        }
      }
      while (!window.isEmpty()) {
        append(window.remove());
        appended++;
      }
      return appended;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      loader.shutdownNow();
      straightener.shutdownNow();
    }
  }

  private void append(Future<String> picture) throws ExecutionException, InterruptedException {
    film.accept(picture.get());
    if (Thread.interrupted()) {
      throw new InterruptedException(); // get() hears of it only if it has to wait
    }
  }
}
