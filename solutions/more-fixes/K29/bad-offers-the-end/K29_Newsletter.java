// Tempting: No publisher, a mailbox with eight places for each reader. Who unsubscribes clears it,
// which lets a waiting editor go on. The end goes into it as well, by offer(), since close() may
// not wait.
// Rejected as leaking: offer() puts nothing into a mailbox that is full. A reader with eight
// issues waiting at the end reads them, and then its postman waits for ever.
package channels;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Publishes an issue. */
  public void publish(String issue) {
    if (closed) {
      throw new IllegalStateException("This newsletter is closed.");
    }
    for (Reader reader : readers) {
      reader.put(issue);
    }
  }

  /** Brings all issues to an inbox from now on. */
  public Subscription subscribe(Consumer<String> inbox) {
    Reader reader = new Reader(inbox);
    readers.add(reader);
    Thread.ofVirtual().name("postman").start(reader::deliver);
    if (closed) {
      reader.end();
    }
    return reader;
  }

  /** Ends the newsletter. */
  @Override
  public void close() {
    closed = true;
    readers.forEach(Reader::end);
  }

  private final class Reader implements Subscription {
    private final BlockingQueue<Optional<String>> mailbox = new ArrayBlockingQueue<>(8);
    private final Consumer<String> inbox;
    private volatile boolean unsubscribed;

    Reader(Consumer<String> inbox) {
      this.inbox = inbox;
    }

    void put(String issue) {
      if (unsubscribed) {
        return;
      }
      try {
        mailbox.put(Optional.of(issue));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    void deliver() {
      try {
        var issue = mailbox.take();
        while (issue.isPresent() && !unsubscribed) {
          inbox.accept(issue.get());
          issue = mailbox.take();
        }
      } catch (RuntimeException | Error e) {
        close();
      } catch (InterruptedException e) {
        // Somebody wants this thread to end, so it ends.
      }
    }

    void end() {
      mailbox.offer(Optional.empty());
    }

    @Override
    public void close() {
      unsubscribed = true;
      readers.remove(this);
      mailbox.clear();
      end();
    }
  }
}
