// Also good: no publisher, a channel with eight places for each reader. done() for all when the
// newsletter ends, error() for the one who leaves: it wakes an editor who waits, too.
package channels;

import com.softwaremill.jox.Channel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final List<Channel<String>> readers = new CopyOnWriteArrayList<>();
  private boolean closed;

  /** Publishes an issue. */
  public void publish(String issue) {
    synchronized (this) {
      if (closed) throw new IllegalStateException("This newsletter is closed.");
    }
    for (var r : readers) {
      try {
        r.sendOrClosed(issue);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Brings all issues to an inbox from now on. */
  public synchronized Subscription subscribe(Consumer<String> inbox) {
    Channel<String> c = Channel.newBufferedChannel(8);
    if (closed) {
      c.done();
      return c::doneOrClosed;
    }
    readers.add(c);
    Subscription s =
        () -> {
          readers.remove(c);
          c.errorOrClosed(new CancellationException());
        };
    Thread.startVirtualThread(() -> {
      try {
        while (c.receiveOrClosed() instanceof String issue) inbox.accept(issue);
      } catch (InterruptedException e) {
        // Somebody wants this thread to end, so it ends.
      } finally {
        s.close();
      }
    });
    return s;
  }

  /** Ends the newsletter. */
  @Override
  public synchronized void close() {
    closed = true;
    readers.forEach(Channel::doneOrClosed);
  }
}
