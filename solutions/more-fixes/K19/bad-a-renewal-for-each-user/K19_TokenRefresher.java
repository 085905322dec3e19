// Tempting: The refresher has one map from each user to the next renewal. Whoever closes a session
// takes it out and cancels it, and shutdownNow() sees to the rest.
// Rejected as wrong: a user has a session at home and one at work. The second takes the place of
// the first in the map: to close one cancels the renewal of the other, and its own stays in the
// queue.
package context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Keeps the tokens of an API fresh.
 *
 * <p>Whoever calls the API on behalf of a user needs a token. A token lives for a while, mostly for
 * an hour, and the login server tells how long. So each session has its token renewed when half of
 * that time is over. Sessions come and go by the thousand; each of them lasts a few seconds.
 *
 * <p>In production: the heap is full of sessions, and all of them are closed. They go away in the
 * end, half an hour later. To restart the service takes as long: it is asked to stop, closes its
 * refresher, and does not stop.
 *
 * <p>What a refresher promises:
 *
 * <ul>
 *   <li>{@link #open} gives a session with a token. It is renewed when half of its life is over. If
 *       the login server fails then, the old token stays, and the server is asked again as much
 *       later.
 *   <li>A session that is closed is not renewed any more, and nothing of it stays in memory. A
 *       renewal that is under way just then may still end.
 *   <li>{@link #close} ends the refresher, with all sessions that are still open. It does not wait
 *       until a token is due.
 *   <li>Each close may be called twice.
 * </ul>
 */
public class K19_TokenRefresher implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final Map<String, Future<?>> renewals = new ConcurrentHashMap<>();
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
        renewals.put(user, clock.schedule(this::renew, token.life().toNanos() / 2, NANOSECONDS));
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
      Future<?> next = renewals.remove(user);
      if (next != null) {
        next.cancel(false);
      }
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
