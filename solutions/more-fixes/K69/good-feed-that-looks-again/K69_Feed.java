// Also good: the reader looks every now and then whether the feed is over, or was left. There is no
// thread, and nobody to wake.
package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What happens in a crawl, line by line, for somebody who follows it in the browser.
 *
 * <p>The crawl writes as quickly as it can, the browser reads when it can, and numbers the lines.
 */
public class K69_Feed implements AutoCloseable {
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Consumer<K69_Feed> atTheEnd;
  private volatile boolean over;
  private volatile boolean left;

  K69_Feed(Consumer<K69_Feed> atTheEnd) {
    this.atTheEnd = atTheEnd;
  }

  /** Waits for the next line. There is none when the crawl is over, or the feed is closed. */
  public Optional<String> next() throws InterruptedException {
    while (!left) {
      // In this order: what was added before the end is there after the end.
      boolean isLastLook = over;
      String line = news.poll(50, MILLISECONDS);
      if (line != null && !left) {
        return Optional.of(number.incrementAndGet() + " " + line);
      }
      if (isLastLook) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  void add(String line) {
    if (!left) {
      news.add(line);
    }
  }

  void over() {
    over = true;
  }

  /** Leaves. May be called twice, and by any thread. */
  @Override
  public void close() {
    left = true;
    news.clear();
    atTheEnd.accept(this);
  }
}
