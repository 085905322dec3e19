// Tempting: who leaves tells the thread of the feed. When the crawl is over it goes through its
// list anyway, and takes each feed off.
// Rejected as wrong: no thread is left, but until then the crawl goes on writing into a channel
// that nobody reads. Each feed that was ever opened keeps all lines, as long as the crawl runs.
package wild;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happens in a crawl, line by line, for somebody who follows it in the browser.
 *
 * <p>The crawl writes as quickly as it can, the browser reads when it can. In between a thread
 * numbers the lines, and hands over one at a time.
 */
public class K69_Feed implements AutoCloseable {
  private final Channel<String> news = Channel.newUnlimitedChannel();
  private final Channel<String> lines = Channel.newRendezvousChannel();
  private final Channel<String> left = Channel.newRendezvousChannel();
  private final Consumer<K69_Feed> atTheEnd;

  K69_Feed(Consumer<K69_Feed> atTheEnd) {
    this.atTheEnd = atTheEnd;
    Thread.ofVirtual().name("feed").start(this::run);
  }

  /** Waits for the next line. There is none when the crawl is over, or the feed is closed. */
  public Optional<String> next() throws InterruptedException {
    return lines.receiveOrClosed() instanceof String line ? Optional.of(line) : Optional.empty();
  }

  void add(String line) {
    try {
      news.sendOrClosed(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void over() {
    news.doneOrClosed();
    atTheEnd.accept(this);
  }

  private void run() {
    try {
      int number = 1;
      while (selectOrClosed(left.receiveClause(), news.receiveClause()) instanceof String line) {
        // A send is a wait, too, and lists its way out.
        var sent = lines.sendClause(number++ + " " + line, () -> true);
        if (!selectOrClosed(left.receiveClause(), sent).equals(true)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
    lines.done();
  }

  /** Leaves. May be called twice, and by any thread. */
  @Override
  public void close() {
    left.doneOrClosed();
  }
}
