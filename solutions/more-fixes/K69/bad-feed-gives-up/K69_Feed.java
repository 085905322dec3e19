// Tempting: who has not read a line within a second has left.
// Rejected as wrong: who reads at leisure has not left, and misses all lines from then on.
package wild;

import static com.softwaremill.jox.Select.selectOrClosed;
import static com.softwaremill.jox.Select.selectWithin;

import com.softwaremill.jox.Channel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
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
  }

  private void run() {
    try {
      int number = 1;
      while (selectOrClosed(left.receiveClause(), news.receiveClause()) instanceof String line) {
        selectWithin(Duration.ofSeconds(1), lines.sendClause(number++ + " " + line));
      }
    } catch (InterruptedException | TimeoutException e) {
      // Nobody reads, so nobody writes.
    }
    lines.done();
  }

  /** Leaves. May be called twice, and by any thread. */
  @Override
  public void close() {
    left.doneOrClosed();
    atTheEnd.accept(this);
  }
}
