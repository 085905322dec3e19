// Tempting: whoever leaves interrupts the fetcher, and the fetcher tells of any exception.
// Rejected as leaking: an Error is no exception. The fetcher ends without a word, and find() waits
// for good.
package channels;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import com.softwaremill.jox.ChannelError;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the first page in a museum's letters that mentions a name.
 *
 * <p>The letters are scanned, page by page, and lie in an archive: to fetch a page takes a while.
 * To make out what an old hand wrote takes a while, too. So one fetches while the other reads, and
 * the next page is there when the reader wants it.
 *
 * <p>In production: most names are found, and most on the first few pages; visitors like that. But
 * the archive allows 500 fetches at a time, and by four in the afternoon it says that we have 500.
 * There are never more than 20 visitors.
 *
 * <p>What a search promises:
 *
 * <ul>
 *   <li>{@link #find} gives the first page, in the archive's order, that the reader says yes to;
 *       nothing if there is none. It returns as soon as it knows.
 *   <li>The next page is fetched while the reader is at work. Nobody fetches more than ten pages
 *       ahead, and never two at a time.
 *   <li>An archive that fails is an {@code IOException} to the caller, unless the reader has the
 *       right page by then. What the reader throws gets there, too. An interrupt ends the search.
 *   <li>However {@link #find} ends, soon after it nothing of the search goes on.
 * </ul>
 */
public class K22_FirstMatch {
  /** Somebody else's server. A fetch ends soon when its thread is interrupted. */
  public interface Archive {
    /** Fetches a page. The first has the number 1; after the last one there is nothing. */
    Optional<String> page(int number) throws IOException, InterruptedException;
  }

  private final Archive archive;

  /** Makes a search in this archive. */
  public K22_FirstMatch(Archive archive) {
    this.archive = archive;
  }

  /** Finds the first page that the reader says yes to. Many can search at a time. */
  public Optional<String> find(Predicate<String> reader) throws IOException, InterruptedException {
    Channel<String> pages = Channel.newRendezvousChannel();
    Thread fetcher = Thread.ofVirtual().name("fetcher").start(() -> fetch(pages));
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException(); // receive() hears of it only if it has to wait
        }
        switch (pages.receiveOrClosed()) {
          case String page when reader.test(page) -> {
            return Optional.of(page);
          }
          case ChannelDone _ -> {
            return Optional.empty();
          }
          case ChannelError error -> throw new IOException("no more pages", error.cause());
          default -> {
            // Not on this page.
          }
        }
      }
    } finally {
      // However we leave: the next page would wait for us for ever.
      fetcher.interrupt();
    }
  }

  private void fetch(Channel<String> pages) {
    try {
      int number = 1;
      for (var page = archive.page(number); page.isPresent(); page = archive.page(number)) {
        pages.send(page.get());
        number++;
      }
      pages.done();
    } catch (IOException | RuntimeException e) {
      pages.error(e);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
