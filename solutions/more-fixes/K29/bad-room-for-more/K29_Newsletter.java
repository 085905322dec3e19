// Tempting: both sides are told of the end. And sixty-four places for each reader make it less
// likely that the editor ever waits.
// Rejected as wrong: no more than eight were to wait for a reader.
package channels;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
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

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SubmissionPublisher<String> publisher = new SubmissionPublisher<>(threads, 64);
  private volatile boolean closed;

  /** Publishes an issue. */
  public void publish(String issue) {
    if (closed) {
      throw new IllegalStateException("This newsletter is closed.");
    }
    publisher.submit(issue);
  }

  /** Brings all issues to an inbox from now on. */
  public Subscription subscribe(Consumer<String> inbox) {
    Reader reader = new Reader(inbox);
    publisher.subscribe(reader);
    Thread.ofVirtual().name("postman").start(reader::deliver);
    return reader;
  }

  /** Ends the newsletter. */
  @Override
  public void close() {
    closed = true;
    // Once each reader has taken what waits for them, their onComplete() is called.
    publisher.close();
  }

  private static final class Reader implements Flow.Subscriber<String>, Subscription {
    private final BlockingQueue<Optional<String>> mailbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
    private final Consumer<String> inbox;
    private volatile boolean unsubscribed;

    Reader(Consumer<String> inbox) {
      this.inbox = inbox;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source.complete(subscription);
      subscription.request(1);
    }

    @Override
    public void onNext(String issue) {
      mailbox.add(Optional.of(issue));
    }

    @Override
    public void onComplete() {
      mailbox.add(Optional.empty());
    }

    @Override
    public void onError(Throwable failure) {
      mailbox.add(Optional.empty());
    }

    void deliver() {
      try {
        var issue = mailbox.take();
        while (issue.isPresent() && !unsubscribed) {
          inbox.accept(issue.get());
          source.thenAccept(s -> s.request(1));
          issue = mailbox.take();
        }
      } catch (RuntimeException | Error e) {
        close();
      } catch (InterruptedException e) {
        // Somebody wants this thread to end, so it ends.
      }
    }

    @Override
    public void close() {
      unsubscribed = true;
      // For the publisher: nobody is here any more, keep nothing, wait for nobody.
      source.thenAccept(Flow.Subscription::cancel);
      // For the postman: after cancel() nobody calls onComplete().
      mailbox.add(Optional.empty());
    }
  }
}
