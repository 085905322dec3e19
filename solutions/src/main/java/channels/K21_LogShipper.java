package channels;

import com.softwaremill.jox.Channel;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Ships a day's log to the archive.
 *
 * <p>Only the sender knows which line is the last one, so the sender says so. The workers have
 * ranged over the channel all along: they get what is still in it, and then their loop ends. In
 * {@code finally}, since a log that can't be read any further has had its last line, too.
 */
public class K21_LogShipper {
  private final int workers;
  private final Consumer<String> archive;

  /** Makes a shipper that sends so many workers to the archive. */
  public K21_LogShipper(int workers, Consumer<String> archive) {
    this.workers = workers;
    this.archive = archive;
  }

  /** Ships all lines and tells which were refused. Several logs can be shipped at a time. */
  public List<String> ship(Iterable<String> log) throws InterruptedException {
    Channel<String> lines = Channel.newBufferedChannel(16);
    Collection<String> refused = new ConcurrentLinkedQueue<>();
    Semaphore answered = new Semaphore(0);
    for (int i = 0; i < workers; i++) {
      Thread.ofVirtual().name("shipper-" + i).start(() -> work(lines, refused, answered));
    }
    int sent = 0;
    try {
      for (String line : log) {
        lines.send(line);
        sent++;
      }
    } finally {
      lines.done();
    }
    answered.acquire(sent);
    return List.copyOf(refused);
  }

  private void work(Channel<String> lines, Collection<String> refused, Semaphore answered) {
    try {
      lines.forEach(line -> {
        try {
          archive.accept(line);
        } catch (Throwable e) {
          refused.add(line);
        } finally {
          answered.release();
        }
      });
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
