// Also good: closing a feed interrupts its thread, wherever that waits. Nobody else knows this
// thread, so an interrupt can only mean that the reader left.
package wild;

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
  private final Consumer<K69_Feed> atTheEnd;
  private final Thread thread;

  K69_Feed(Consumer<K69_Feed> atTheEnd) {
    this.atTheEnd = atTheEnd;
    thread = Thread.ofVirtual().name("feed").start(this::run);
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
      while (news.receiveOrClosed() instanceof String line) {
        lines.send(number++ + " " + line);
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
    lines.done();
  }

  /** Leaves. May be called twice, and by any thread. */
  @Override
  public void close() {
    thread.interrupt();
    atTheEnd.accept(this);
  }
}
