// Tempting: Two threads in an executor, and try-with-resources around it all.
// Rejected as wrong: close() waits for the steps, and they wait for somebody who receives. The
// failed film now hangs.
package channels;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDoneException;
import com.softwaremill.jox.ChannelError;
import java.util.concurrent.Executors;
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
    Channel<String> loaded = Channel.newRendezvousChannel();
    Channel<String> straight = Channel.newRendezvousChannel();
    try (var steps = Executors.newVirtualThreadPerTaskExecutor()) {
      steps.execute(() -> loadAll(names, loaded));
      steps.execute(() -> straightenAll(loaded, straight));
      int appended = 0;
      while (straight.receiveOrClosed() instanceof String picture) {
        film.accept(picture);
        appended++;
      }
      if (straight.closedForReceive() instanceof ChannelError error) {
        throw error.toException();
      }
      return appended;
    }
  }

  private void loadAll(Iterable<String> names, Channel<String> loaded) {
    try {
      for (String name : names) {
        loaded.send(load.apply(name));
      }
      loaded.doneOrClosed();
    } catch (RuntimeException e) {
      loaded.errorOrClosed(e);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private void straightenAll(Channel<String> loaded, Channel<String> straight) {
    try {
      while (true) {
        straight.send(straighten.apply(loaded.receive()));
      }
    } catch (ChannelDoneException e) {
      straight.doneOrClosed();
    } catch (RuntimeException e) {
      straight.errorOrClosed(e);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
