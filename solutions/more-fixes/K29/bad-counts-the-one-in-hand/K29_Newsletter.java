// Tempting: No postman: each issue is a step that follows the one before it. A semaphore with eight
// permits sees to it that no more than eight are under way.
// Rejected as wrong: one of the eight does not wait, the inbox has it in its hands. With seven that
// wait for a slow reader, the others are held up already.
package channels;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Brings the issues of a newsletter to its readers.
 *
 * <p>The JDK has all we need for that: a {@code SubmissionPublisher} hands each issue to each
 * subscriber, and keeps a few for those who are slow. Inboxes can be very slow, so every reader has
 * a postman, a thread that waits for the next issue and brings it.
 *
 * <p>In production: newsletters come and go, and readers even more so. After half a year there are
 * more postmen than readers. And one morning an editor calls: for an hour now, the button has said
 * "publishing".
 *
 * <p>What a newsletter promises:
 *
 * <ul>
 *   <li>Each reader gets all issues that are published while they are subscribed, in order, one at
 *       a time. A slow reader does not hold up the others, as long as no more than eight issues
 *       wait for them; {@link #publish} waits for who has more. It does not wait for who has gone,
 *       except for the issue that is in their inbox's hands just then.
 *   <li>A reader who has unsubscribed, before or after the first issue, is left alone, soon. A
 *       reader whose inbox throws is unsubscribed.
 *   <li>{@link #close} does not wait for the readers, though it may for a {@link #publish} that
 *       does. They still get what was published, then soon nothing goes on any more. A closed
 *       newsletter publishes nothing: it throws.
 *   <li>Newsletters and subscriptions may be closed twice.
 * </ul>
 */
public class K29_Newsletter implements AutoCloseable {
  /** A reader's subscription, until it is closed. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private final ReentrantLock publishing = new ReentrantLock(true);
  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Publishes an issue. */
  public void publish(String issue) {
    publishing.lock();
    try {
      if (closed) {
        throw new IllegalStateException("This newsletter is closed.");
      }
      readers.forEach(reader -> reader.bring(issue));
    } finally {
      publishing.unlock();
    }
  }

  /** Brings all issues to an inbox from now on. */
  public Subscription subscribe(Consumer<String> inbox) {
    Reader reader = new Reader(inbox);
    readers.add(reader);
    return reader;
  }

  /** Ends the newsletter. */
  @Override
  public void close() {
    closed = true;
  }

  private final class Reader implements Subscription {
    private final Semaphore places = new Semaphore(8);
    private final Consumer<String> inbox;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private volatile boolean left;

    Reader(Consumer<String> inbox) {
      this.inbox = inbox;
    }

    /** Only who publishes comes here, so there is one at a time. */
    void bring(String issue) {
      places.acquireUninterruptibly();
      if (left) {
        // Somebody else may wait here, too.
        places.release();
        return;
      }
      last = last.thenRunAsync(() -> deliver(issue), Thread::startVirtualThread);
    }

    private void deliver(String issue) {
      try {
        if (!left) {
          inbox.accept(issue);
        }
      } catch (RuntimeException | Error e) {
        close();
      } finally {
        places.release();
      }
    }

    @Override
    public void close() {
      left = true;
      readers.remove(this);
      places.release();
    }
  }
}
