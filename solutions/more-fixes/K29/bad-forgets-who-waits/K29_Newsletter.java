// Tempting: Places in the mailbox are permits, and the postman gives one back for each issue.
// Whoever unsubscribes gives them all back, so that no editor waits for who has gone.
// Rejected as leaking: a reader whose inbox throws is unsubscribed as well, on another way. The
// editor who waits for room there waits for good, and so do all other readers.
package channels;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
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

  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Publishes an issue. */
  public synchronized void publish(String issue) {
    if (closed) {
      throw new IllegalStateException("This newsletter is closed.");
    }
    readers.forEach(reader -> reader.put(issue));
  }

  /** Brings all issues to an inbox from now on. */
  public Subscription subscribe(Consumer<String> inbox) {
    Reader reader = new Reader(inbox);
    readers.add(reader);
    Thread.ofVirtual().name("postman").start(reader::deliver);
    if (closed) {
      reader.mailbox.add(Optional.empty());
    }
    return reader;
  }

  /** Ends the newsletter. */
  @Override
  public void close() {
    closed = true;
    readers.forEach(reader -> reader.mailbox.add(Optional.empty()));
  }

  private final class Reader implements Subscription {
    private final BlockingQueue<Optional<String>> mailbox = new LinkedBlockingQueue<>();
    private final Semaphore places = new Semaphore(9);
    private final Consumer<String> inbox;
    private volatile boolean unsubscribed;

    Reader(Consumer<String> inbox) {
      this.inbox = inbox;
    }

    void put(String issue) {
      places.acquireUninterruptibly();
      mailbox.add(Optional.of(issue));
    }

    void deliver() {
      try {
        var issue = mailbox.take();
        while (issue.isPresent() && !unsubscribed) {
          inbox.accept(issue.get());
          places.release();
          issue = mailbox.take();
        }
      } catch (RuntimeException e) {
        readers.remove(this);
      } catch (InterruptedException e) {
        // Somebody wants this thread to end, so it ends.
      }
    }

    @Override
    public void close() {
      unsubscribed = true;
      readers.remove(this);
      mailbox.add(Optional.empty());
      places.release(1_000_000);
    }
  }
}
