// Also good: a channel instead of the queue: done() is the end mark, so there are no items of two
// kinds. What ends the reading in the middle is still an interrupt.
package channels;

import com.softwaremill.jox.Channel;
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

  private final Channel<String> lines = Channel.newBufferedChannel(16);
  private final Thread readAhead;
  private Optional<String> next = Optional.empty();
  private volatile Optional<IOException> failure = Optional.empty();
  private boolean closed;

  /** Begins to read. */
  public K28_LineReader(Source source) {
    readAhead = Thread.ofVirtual().name("read-ahead").start(() -> readAhead(source));
  }

  private void readAhead(Source source) {
    try {
      for (var line = source.readLine(); line.isPresent(); line = source.readLine()) {
        lines.send(line.get());
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    } catch (RuntimeException | Error e) {
      failure = Optional.of(new IOException(e));
    } catch (InterruptedException e) {
      // Nobody reads on.
    } finally {
      // Not error(): the lines before the failure shall still come.
      lines.done();
      source.close();
    }
  }

  @Override
  public boolean hasNext() {
    if (closed) {
      return false;
    }
    try {
      if (next.isEmpty() && lines.receiveOrClosed() instanceof String line) {
        next = Optional.of(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (next.isEmpty() && failure.isPresent()) {
      throw new UncheckedIOException(failure.get());
    }
    return next.isPresent();
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
    closed = true;
    readAhead.interrupt();
  }
}
