// Tempting: no thread waits for room. Whoever takes a line starts a task that fills the queue up
// again, and a lock sees to it that there is one at a time, and one that closes the source.
// Rejected as wrong: to hang up may take long, and the task holds the lock meanwhile. close() waits
// for it, and so for the source.
package channels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

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

  private static final int AHEAD = 16;

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
  private final Source source;
  private Optional<Thread> filler = Optional.empty();
  private boolean over;
  private Optional<Item> next = Optional.empty();
  private volatile boolean closed;

  /** Begins to read. */
  public K28_LineReader(Source source) {
    this.source = source;
    fillUp();
  }

  /** Starts a task, unless there is one, or nothing for it to do. */
  private void fillUp() {
    turn.lock();
    try {
      if (filler.isEmpty() && !over && (closed || items.size() < AHEAD / 2)) {
        filler = Optional.of(Thread.ofVirtual().name("fill").start(this::fill));
      }
    } finally {
      turn.unlock();
    }
  }

  private void fill() {
    boolean ended = false;
    try {
      while (!ended && !closed && items.size() < AHEAD) {
        var line = source.readLine();
        ended = line.isEmpty();
        items.add(ended ? new End(Optional.empty()) : new Line(line.get()));
      }
    } catch (IOException e) {
      ended = true;
      items.add(new End(Optional.of(e)));
    } catch (RuntimeException | Error e) {
      ended = true;
      items.add(new End(Optional.of(new IOException(e))));
    } catch (InterruptedException e) {
      ended = true;
    }
    stopFilling(ended);
  }

  private void stopFilling(boolean ended) {
    turn.lock();
    try {
      filler = Optional.empty();
      over = ended || closed;
      if (over) {
        source.close();
      } else {
        // Whoever took lines meanwhile saw that a task was still there.
        fillUp();
      }
    } finally {
      turn.unlock();
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
        fillUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return switch (next.get()) {
      case Line _ -> true;
      case End(var failure) when failure.isPresent() ->
          throw new UncheckedIOException(failure.get());
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
    turn.lock();
    try {
      closed = true;
      filler.ifPresent(Thread::interrupt);
    } finally {
      turn.unlock();
    }
    fillUp();
  }
}
