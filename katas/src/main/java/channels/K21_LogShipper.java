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
 * <p>A log has more lines than fit into memory, and the archive takes its time for each. So one
 * reads, and some workers bring the lines to the archive side by side. Between them is a channel
 * with little room: a slow archive slows the reader down.
 *
 * <p>In production: it runs once a night for each of 200 machines, in one process, and it works. A
 * chart of that process has one more step every night. It is always the same: 800 threads.
 *
 * <p>What a shipper promises:
 *
 * <ul>
 *   <li>{@link #ship} returns when the archive has answered for every line. It gives back the lines
 *       that the archive refused by throwing.
 *   <li>Of one log, the archive has at most so many lines at a time as there are workers. A single
 *       worker keeps the order. The reader is at most a hundred lines ahead.
 *   <li>If reading the log fails, the caller gets that exception; if the caller is interrupted, an
 *       {@code InterruptedException}. Lines that are under way just then may be lost.
 *   <li>However {@link #ship} ends, soon after it nothing of it goes on.
 * </ul>
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
    for (String line : log) {
      lines.send(line);
      sent++;
    }
    // TODO This was the last line. Who knows that?
    answered.acquire(sent);
    return List.copyOf(refused);
  }

  private void work(Channel<String> lines, Collection<String> refused, Semaphore answered) {
    try {
      lines.forEach(line -> {
        try {
          archive.accept(line);
        } catch (RuntimeException | Error e) {
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
