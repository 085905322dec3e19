// Tempting: Pictures, the end and a failure go the same way, through a SynchronousQueue. The caller
// interrupts both steps, on every way out.
// Rejected as leaking: a step that is interrupted at work throws. It wants to tell of that, the
// interrupt is used up, and nobody comes any more.
package channels;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
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

  private sealed interface Item {}

  private record Picture(String data) implements Item {}

  private record End() implements Item {}

  private record Failed(Throwable cause) implements Item {}

  /** Makes a film. Several can be made at a time. */
  public int run(Iterable<String> names) throws InterruptedException {
    BlockingQueue<Item> loaded = new SynchronousQueue<>();
    BlockingQueue<Item> straight = new SynchronousQueue<>();
    Thread first = Thread.ofVirtual().name("load").start(() -> loadAll(names, loaded));
    Thread second =
        Thread.ofVirtual().name("straighten").start(() -> straightenAll(loaded, straight));
    try {
      int appended = 0;
      while (true) {
        switch (straight.take()) {
          case Picture(String data) -> {
            film.accept(data);
            appended++;
          }
          case End _ -> {
            return appended;
          }
          case Failed(Throwable cause) ->
              throw new IllegalStateException("The film can't be made.", cause);
        }
      }
    } finally {
      first.interrupt();
      second.interrupt();
    }
  }

  private void loadAll(Iterable<String> names, BlockingQueue<Item> loaded) {
    try {
      try {
        for (String name : names) {
          loaded.put(new Picture(load.apply(name)));
        }
        loaded.put(new End());
      } catch (RuntimeException | Error e) {
        loaded.put(new Failed(e));
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private void straightenAll(BlockingQueue<Item> loaded, BlockingQueue<Item> straight) {
    try {
      try {
        Item item = loaded.take();
        while (item instanceof Picture(String data)) {
          straight.put(new Picture(straighten.apply(data)));
          item = loaded.take();
        }
        straight.put(item);
      } catch (RuntimeException | Error e) {
        straight.put(new Failed(e));
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
