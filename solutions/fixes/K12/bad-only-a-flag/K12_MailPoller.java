// Tempting: a volatile flag. Unlike an interrupt, nobody can swallow it.
// Rejected as leaking: it wakes nobody. A poller that waits for mail looks at it after the next
// mail, and no mail comes for a product that is gone.
package context;

import java.io.IOException;
import java.time.Duration;

/**
 * Turns the mail of customers into tickets at the help desk.
 *
 * <p>Every product has a mailbox of its own, and a poller that waits for mail and files it. When a
 * product is renamed or taken from the market, the server closes its poller.
 *
 * <p>In production: tickets come in, none is missing. But after each reorganization the mail server
 * counts more logins than there are mailboxes, and the old ones never log out. When the mail server
 * was down one night, 300 threads woke up every minute to try again. There are 40 products.
 *
 * <p>What a poller promises:
 *
 * <ul>
 *   <li>Every mail is filed once, in the order of the mailbox.
 *   <li>If the mailbox or the desk fails, it waits for the pause, and then goes on with the next
 *       mail.
 *   <li>{@link #close} ends it soon: whether it waits for mail, or waits out a pause. A mail that
 *       the desk is just filing is filed to the end. It may be called twice.
 * </ul>
 */
public class K12_MailPoller implements AutoCloseable {
  private final Mailbox mailbox;
  private final Desk desk;
  private final Duration pause;
  private volatile boolean closed;

  /** Starts a poller that files all mail, and pauses for this long after a failure. */
  public K12_MailPoller(Mailbox mailbox, Desk desk, Duration pause) {
    this.mailbox = mailbox;
    this.desk = desk;
    this.pause = pause;
    Thread.ofVirtual().name("poller").start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        desk.file(mailbox.next());
      } catch (Exception e) {
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      // Woken early. Then we try again early, too.
    }
  }

  /** Asks the poller to end. */
  @Override
  public void close() {
    closed = true;
  }

  /** Somebody else's mail server. */
  public interface Mailbox {
    /** Waits for the next mail, for as long as it takes or until an interrupt. */
    String next() throws IOException, InterruptedException;
  }

  /** Where the tickets go. */
  public interface Desk {
    /** Files a mail. */
    void file(String mail) throws IOException;
  }
}
