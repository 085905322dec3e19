package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import context.K19_TokenRefresher.LoginServer;
import context.K19_TokenRefresher.Session;
import context.K19_TokenRefresher.Token;
import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all refreshers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K19_TokenRefresherTest {
  private static final Duration A_MOMENT = Duration.ofMillis(2);
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Token HOURLY = new Token("hourly", AN_HOUR);
  private static final int MANY = 20_000;

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** Who logged in. Has an end, so that a program that runs wild does not fill the heap. */
  private final BlockingQueue<String> logins = new LinkedBlockingQueue<>(1000);

  private final AtomicInteger tokens = new AtomicInteger();
  private final List<K19_TokenRefresher> opened = new CopyOnWriteArrayList<>();

  /** Refreshers and threads. Held here, none can be garbage collected and seem to have ended. */
  private final List<Object> held = new CopyOnWriteArrayList<>();

  /** Sessions that nobody holds any more. */
  private final ReferenceQueue<Session> collected = new ReferenceQueue<>();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background, and not those that a test has closed: it may matter that it was only once.
    opened.forEach(refresher -> inBackground(refresher::close));
  }

  @Test
  @Order(1)
  void whatIsClosedIsGone() throws Exception {
    try (var _ = LeakWatch.open()) {
      var refresher = refresher(user -> token(AN_HOUR));
      close(refresher.open("early"));
      var late = refresher.open("late");
      refresher.open("open");
      close(late);
      close(refresher);
    }
    aClosedSessionIsGone();
    aSessionThatIsClosedWhileItIsRenewedIsGone();
    manyClosedSessionsLeaveNothingBehind();
    aClosedSessionIsGoneThoughItsUserHasAnother();
  }

  private void aClosedSessionIsGone() throws Exception {
    var refresher = refresher(user -> token(AN_HOUR));
    var open = refresher.open("open");
    var closed = new ArrayList<WeakReference<Session>>();
    for (int i = 0; i < 3; i++) {
      closed.add(openAndClose(refresher));
    }

    assertThat(stillInMemory(closed))
        .as("sessions that are closed and still in memory. Who holds them, and until when?")
        .isEmpty();
    assertThat(open.token()).as("the token of the session that is open").isNotEmpty();
    close(refresher);
  }

  private WeakReference<Session> openAndClose(K19_TokenRefresher refresher) throws Exception {
    var session = refresher.open("closed");
    close(session);
    return new WeakReference<>(session, collected);
  }

  private void aClosedSessionIsGoneThoughItsUserHasAnother() throws Exception {
    var refresher = refresher(user -> token(AN_HOUR));
    var open = new ArrayList<Session>();
    var closed = List.of(openTwoAndCloseOne(refresher, open));

    assertThat(stillInMemory(closed))
        .as(
            "sessions that are closed and still in memory, while their user has another that is"
                + " open. Whose renewal was canceled?")
        .isEmpty();
    assertThat(open.getFirst().token()).as("the token of the session that is open").isNotEmpty();
    close(refresher);
  }

  private WeakReference<Session> openTwoAndCloseOne(
      K19_TokenRefresher refresher, List<Session> open) throws Exception {
    var session = refresher.open("anna");
    open.add(refresher.open("anna"));
    close(session);
    return new WeakReference<>(session, collected);
  }

  private void aSessionThatIsClosedWhileItIsRenewedIsGone() throws Exception {
    var server = new SlowRenewal();
    var refresher = refresher(server);
    var closed = closeWhileItIsRenewed(refresher, server);

    assertThat(stillInMemory(List.of(closed)))
        .as(
            "sessions that were closed during a renewal and are still in memory. What happens at"
                + " the end of a renewal?")
        .isEmpty();
    close(refresher);
  }

  private WeakReference<Session> closeWhileItIsRenewed(
      K19_TokenRefresher refresher, SlowRenewal server) throws InterruptedException {
    var session = refresher.open("closed");
    assertOpens(server.asked, "the token was renewed");
    Thread closing = inBackground(session::close);
    rests(closing);
    server.mayAnswer.countDown();
    assertEnds(closing, "close() returned when the renewal had ended");
    return new WeakReference<>(session, collected);
  }

  private void manyClosedSessionsLeaveNothingBehind() throws InterruptedException {
    var refresher = refresher(user -> HOURLY);
    openAndClose(refresher, MANY); // The first ones bring classes and buffers along.
    long before = usedHeap();

    openAndClose(refresher, MANY);

    // An empty task that is left in a queue has 80 bytes. What the JVM itself keeps is far less.
    long atMost = 40L * MANY;
    long left = usedHeap() - before;
    long deadline = System.nanoTime() + patience.toNanos();
    for (long pause = 10; left > atMost && System.nanoTime() < deadline; pause *= 2) {
      MILLISECONDS.sleep(pause); // Threads that end may need a moment for it.
      left = usedHeap() - before;
    }
    assertThat(left)
        .as("bytes in the heap that %s closed sessions left. Is the queue empty?", MANY)
        .isLessThanOrEqualTo(atMost);
    close(refresher);
  }

  private static void openAndClose(K19_TokenRefresher refresher, int sessions) {
    for (int i = 0; i < sessions; i++) {
      refresher.open("closed").close();
    }
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  @Test
  @Order(2)
  @LeakFree
  void aRefresherMayBeClosedWhileItRenews() throws Exception {
    var server = new SlowRenewal();
    var refresher =
        refresher(user -> {
          held.add(Thread.currentThread());
          return server.login(user);
        });
    var session = refresher.open("anna");
    assertOpens(server.asked, "the token was renewed");

    opened.remove(refresher);
    Thread closing = inBackground(refresher::close);
    rests(closing);
    server.mayAnswer.countDown();
    assertEnds(closing, "close() returned when the renewal had ended");
    close(session);
  }

  @Test
  @Order(3)
  @LeakFree
  void aRefresherMayBeClosedWhileSomebodyLogsIn() throws Exception {
    var asked = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var refresher =
        refresher(user -> {
          asked.countDown();
          awaitOrFail(mayAnswer);
          return token(AN_HOUR);
        });
    Thread opening =
        inBackground(() -> {
          try {
            refresher.open("anna");
          } catch (RuntimeException e) {
            // The refresher is closed, and may say so.
          }
        });
    assertOpens(asked, "somebody logged in");

    opened.remove(refresher);
    Thread closing = inBackground(refresher::close);
    rests(closing);
    mayAnswer.countDown();
    assertEnds(closing, "close() returned when the login had ended");
    assertEnds(opening, "open() returned when the login had ended");
  }

  @Test
  void aTokenIsRenewedAgainAndAgain() throws Exception {
    var session = refresher(user -> token(A_MOMENT)).open("anna");

    for (int i = 0; i < 10; i++) {
      assertThat(nextLogin()).isEqualTo("anna");
    }
    assertThat(Integer.parseInt(session.token())).as("the number of the token").isGreaterThan(5);
  }

  @Test
  void eachTokenLivesAsLongAsTheServerSays() throws Exception {
    var session = refresher(user -> token(tokens.get() == 0 ? A_MOMENT : AN_HOUR)).open("anna");
    nextLogin();
    nextLogin();

    assertNoLogin("logins within the hour that the second token lives");
    assertTokenBecomes("2", session);
  }

  @Test
  void aServerThatFailsIsAskedAgain() throws Exception {
    var session =
        refresher(
                user -> {
                  Token token = token(A_MOMENT);
                  if (token.text().equals("2") || token.text().equals("3")) {
                    throw new IllegalStateException("The login server is down.");
                  }
                  return token.text().equals("1") ? token : new Token("4", AN_HOUR);
                })
            .open("anna");

    for (int i = 0; i < 4; i++) {
      nextLogin();
    }
    assertNoLogin("logins after one was successful at last");
    assertTokenBecomes("4", session);
  }

  @Test
  void theOldTokenStaysWhenTheServerFails() throws Exception {
    var askedAgain = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var session =
        refresher(
                user -> {
                  Token token = token(A_MOMENT);
                  if (token.text().equals("2")) {
                    throw new IllegalStateException("The login server is down.");
                  }
                  if (token.text().equals("3")) {
                    askedAgain.countDown();
                    awaitOrFail(mayAnswer);
                  }
                  return token;
                })
            .open("anna");
    assertOpens(askedAgain, "the server was asked again after it had failed");

    assertThat(session.token()).as("the token after a renewal that failed").isEqualTo("1");
    mayAnswer.countDown();
  }

  @Test
  void aTokenIsRenewedWhenHalfOfItsLifeIsOver() throws Exception {
    var times = new LinkedBlockingQueue<Long>(1000);
    Duration life = Duration.ofMillis(100);
    refresher(
            user -> {
              times.offer(System.nanoTime());
              return token(life);
            })
        .open("anna");

    // A busy machine may be late for some of them, but not for all.
    Duration late = life.multipliedBy(3).dividedBy(4);
    Duration soonest = AN_HOUR;
    Long last = times.take();
    for (int i = 0; i < 30 && soonest.compareTo(late) >= 0; i++) {
      Long next = times.poll(patience.toMillis(), MILLISECONDS);
      assertInTime(next != null, "the token was renewed");
      soonest = Duration.ofNanos(Math.min(soonest.toNanos(), next - last));
      last = next;
    }
    assertThat(soonest).as("how old a token gets that lives for %s", life).isLessThan(late);
  }

  @Test
  void aServerThatFailsIsNotAskedAgainAtOnce() throws Exception {
    var times = new LinkedBlockingQueue<Long>(1000);
    Duration life = Duration.ofMillis(60);
    refresher(
            user -> {
              times.offer(System.nanoTime());
              if (tokens.get() > 0) {
                throw new IllegalStateException("The login server is down.");
              }
              return token(life);
            })
        .open("anna");

    List<Duration> pauses = new ArrayList<>();
    Long last = times.take();
    while (pauses.size() < 5) {
      Long next = times.poll(patience.toMillis(), MILLISECONDS);
      assertInTime(next != null, "the server was asked again");
      pauses.add(Duration.ofNanos(next - last));
      last = next;
    }
    // It should be half of its life. A busy machine makes some of them longer, and some shorter.
    pauses.sort(null);
    assertThat(pauses.get(2))
        .as("from one question to the next, with a token that lives for %s", life)
        .isGreaterThanOrEqualTo(life.dividedBy(4));
  }

  @Test
  void aFailedLoginReachesTheCaller() {
    var refresher =
        refresher(user -> {
          throw new IllegalStateException("wrong password");
        });

    assertThatThrownBy(() -> refresher.open("anna")).hasMessageContaining("wrong password");
  }

  @Test
  void aClosedSessionIsNotRenewed() throws Exception {
    var session = refresher(user -> token(A_MOMENT)).open("anna");
    nextLogin();
    nextLogin();

    close(session);
    logins.clear();

    int more = 0;
    while (more < 10 && logins.poll(30, MILLISECONDS) != null) {
      more++;
    }
    assertThat(more)
        .as("logins for a session that is closed. One may have been under way")
        .isLessThanOrEqualTo(1);
  }

  @Test
  void aSessionThatIsClosedLeavesTheOthersAlone() throws Exception {
    var refresher = refresher(user -> token(A_MOMENT));
    var session = refresher.open("anna");
    refresher.open("berta");

    close(session);
    logins.clear();

    for (int berta = 0, anna = 0; berta < 5; ) {
      if (nextLogin().equals("berta")) {
        berta++;
      } else {
        anna++;
      }
      assertThat(anna)
          .as("logins for a session that is closed. One may have been under way")
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aSessionThatIsClosedLeavesTheOthersOfItsUserAlone() throws Exception {
    var refresher = refresher(user -> token(tokens.get() < 3 ? AN_HOUR : A_MOMENT));
    var closed = List.of(refresher.open("anna"), refresher.open("anna"), refresher.open("anna"));
    refresher.open("anna");

    for (var session : closed) {
      close(session);
    }
    logins.clear();

    for (int i = 0; i < 5; i++) {
      assertInTime(
          logins.poll(patience.toMillis(), MILLISECONDS) != null,
          "a session that is open was renewed, though others of the same user were closed");
    }
  }

  @Test
  void eachMayBeClosedTwice() throws Exception {
    var refresher = refresher(user -> token(AN_HOUR));
    var session = refresher.open("anna");
    close(session);
    close(session);
    close(refresher);
    close(refresher);
    close(session);
  }

  private K19_TokenRefresher refresher(LoginServer server) {
    var refresher =
        new K19_TokenRefresher(user -> {
          logins.offer(user);
          return server.login(user);
        });
    opened.add(refresher);
    held.add(refresher);
    return refresher;
  }

  private Token token(Duration life) {
    return new Token(String.valueOf(tokens.incrementAndGet()), life);
  }

  private String nextLogin() throws InterruptedException {
    String user = logins.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(user != null, "somebody logged in");
    return user;
  }

  /** The login is known a moment before its token is in the session. */
  private static void assertTokenBecomes(String token, Session session) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!session.token().equals(token) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000);
    }
    assertThat(session.token()).as("the token").isEqualTo(token);
  }

  private void assertNoLogin(String what) throws InterruptedException {
    assertThat(logins.poll(30, MILLISECONDS)).as(what).isNull();
  }

  private void close(K19_TokenRefresher refresher) throws InterruptedException {
    opened.remove(refresher);
    var closing = new FutureTask<>(refresher::close, true);
    assertEnds(inBackground(closing), "the refresher's close() returned");
    assertThatCode(closing::get).as("the refresher's close()").doesNotThrowAnyException();
  }

  private static void close(Session session) throws InterruptedException {
    var closing = new FutureTask<>(session::close, true);
    assertEnds(inBackground(closing), "the session's close() returned");
    assertThatCode(closing::get).as("the session's close()").doesNotThrowAnyException();
  }

  /** Lets the garbage collector look for the sessions, and gives those it did not get. */
  private List<WeakReference<Session>> stillInMemory(List<WeakReference<Session>> sessions)
      throws InterruptedException {
    var left = new ArrayList<>(sessions);
    long deadline = System.nanoTime() + patience.toNanos();
    for (long pause = 10; !left.isEmpty() && System.nanoTime() < deadline; pause *= 2) {
      System.gc();
      left.remove(collected.remove(pause));
    }
    return left;
  }

  /** What a login does that takes its time. */
  private static void awaitOrFail(CountDownLatch mayAnswer) {
    try {
      mayAnswer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }

  private static void assertOpens(CountDownLatch gate, String what) throws InterruptedException {
    assertInTime(gate.await(patience.toMillis(), MILLISECONDS), what);
  }

  private static void assertEnds(Thread thread, String what) throws InterruptedException {
    assertInTime(thread.join(patience), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** Waits until the thread comes to rest: it has ended, or it waits for something. */
  private static void rests(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      switch (thread.getState()) {
        case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> {
          return;
        }
        default -> thread.join(Duration.ofMillis(1));
      }
    }
  }

  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  /** Logs in at once. A renewal takes until a test lets it end; its token lives for an hour. */
  private final class SlowRenewal implements LoginServer {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();

    @Override
    public Token login(String user) {
      if (times.incrementAndGet() == 1) {
        return token(A_MOMENT);
      }
      asked.countDown();
      awaitOrFail(mayAnswer);
      return token(AN_HOUR);
    }
  }
}
