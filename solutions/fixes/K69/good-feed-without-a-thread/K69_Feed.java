// Also good: the reader takes the news by itself, and numbers them. A thread that is not there
// leaves nobody behind.
package wild;

import com.softwaremill.jox.Channel;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What happens in a crawl, line by line, for somebody who follows it in the browser.
 *
 * <p>The crawl writes as quickly as it can, the browser reads when it can, and numbers the lines.
 */
public class K69_Feed implements AutoCloseable {
  private final Channel<String> news = Channel.newUnlimitedChannel();
  private final AtomicInteger number = new AtomicInteger();
  private final Consumer<K69_Feed> atTheEnd;
  private volatile boolean left;

  K69_Feed(Consumer<K69_Feed> atTheEnd) {
    this.atTheEnd = atTheEnd;
  }

  /** Waits for the next line. There is none when the crawl is over, or the feed is closed. */
  public Optional<String> next() throws InterruptedException {
    // A channel that is done stays done, and keeps its lines. Whoever left gets none of them.
    return !left && news.receiveOrClosed() instanceof String line
        ? Optional.of(number.incrementAndGet() + " " + line)
        : Optional.empty();
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

  /** Leaves. May be called twice, and by any thread. */
  @Override
  public void close() {
    left = true;
    news.errorOrClosed(new CancellationException("closed"));
    atTheEnd.accept(this);
  }
}
