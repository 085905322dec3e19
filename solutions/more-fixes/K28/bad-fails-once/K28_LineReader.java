// Tempting: close() interrupts the thread that reads ahead. The failure is taken from the queue and
// thrown, as it should be.
// Rejected as wrong: after that the queue is empty, and nobody fills it any more. Who asks once
// more waits for good.
package channels;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

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

  private sealed interface Item {}

  private record Line(String text) implements Item {}

  private record End(Optional<IOException> failure) implements Item {}

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(16);
  private final Thread readAhead;
  private Optional<Item> next = Optional.empty();
  private volatile boolean closed;

  /** Begins to read. */
  public K28_LineReader(Source source) {
    readAhead = Thread.ofVirtual().name("read-ahead").start(() -> readAhead(source));
  }

  private void readAhead(Source source) {
    try {
      items.put(readAll(source));
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private End readAll(Source source) throws InterruptedException {
    // Closed before anybody waits for room to tell of the end.
    try (Closeable _ = source::close) {
      var line = source.readLine();
      while (line.isPresent() && !closed) {
        items.put(new Line(line.get()));
        line = source.readLine();
      }
      return new End(Optional.empty());
    } catch (IOException e) {
      return new End(Optional.of(e));
    } catch (RuntimeException | Error e) {
      return new End(Optional.of(new IOException(e)));
    }
  }

  @Override
  public boolean hasNext() {
    if (closed) {
      return false;
    }
    try {
      if (next.isEmpty()) {
        next = Optional.of(items.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return switch (next.get()) {
      case Line _ -> true;
      case End(var failure) when failure.isPresent() -> {
        next = Optional.empty();
        throw new UncheckedIOException(failure.get());
      }
      case End _ -> false;
    };
  }

  @Override
  public String next() {
    if (!hasNext() || !(next.get() instanceof Line(String text))) {
      throw new NoSuchElementException();
    }
    next = Optional.empty();
    return text;
  }

  /** Ends the reader, wherever it is. */
  @Override
  public void close() {
    closed = true;
    // It reads or it waits for room, and this ends both.
    readAhead.interrupt();
  }
}
