package locks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import loosethreads.leakcheck.Leak;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all connections share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K46_ConnectionTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final Server server = new Server();
  private final LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();

  private final CountDownLatch listenerIsInterrupted = new CountDownLatch(1);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @Order(1)
  void nothingIsLeftWhenTheServerRefuses() throws Exception {
    var sides = new ArrayList<Side>();

    try (var _ = LeakWatch.open()) {
      for (int i = 0; i < 3; i++) {
        var connecting = connect();
        sides.add(server.answers("NO wrong password"));
        assertThatThrownBy(connecting::result)
            .as("the connection to a server that refused")
            .isInstanceOf(IOException.class)
            .hasMessageContaining("wrong password");
      }
    }

    for (var side : sides) {
      side.assertHungUp("a server that refused");
    }
  }

  @Test
  @Order(2)
  void nothingIsLeftWhenTheAnswerCanNotBeRead() throws Exception {
    Side side;

    try (var _ = LeakWatch.open()) {
      var connecting = connect();
      side = server.answers("WELCOME stranger");
      assertNoConnection(connecting, "the connection to a server whose version is no number");
    }

    side.assertHungUp("a server that can't be understood");
  }

  @Test
  @Order(3)
  void nothingIsLeftWhenTheCallerIsInterrupted() throws Exception {
    Side side;

    try (var _ = LeakWatch.open()) {
      var connecting = connect();
      side = server.isCalled();
      connecting.thread.interrupt();
      assertNoConnection(connecting, "a connection whose caller was interrupted");
    }

    side.assertHungUp("a server that had not answered yet");
  }

  @Test
  @Order(4)
  void nothingIsLeftWhenTheServerHangsUp() throws Exception {
    try (var _ = LeakWatch.open()) {
      var connecting = connect();
      var side = server.isCalled();
      side.socket.shutdownOutput();
      assertNoConnection(connecting, "the connection to a server that hung up");
      side.assertHungUp("a server that hung up");

      var other = connect();
      var otherSide = server.answers("WELCOME 1");
      other.result();
      otherSide.socket.shutdownOutput();
      otherSide.assertHungUp("a server that hung up later");
    }
  }

  @Test
  @Order(5)
  void nothingIsLeftOfAConnectionThatIsClosed() throws Exception {
    Side side;

    try (var _ = LeakWatch.open()) {
      var connecting = connect();
      side = server.answers("WELCOME 7");
      var connection = connecting.result();
      close(connection);
      close(connection);
    }

    side.assertHungUp("a server whose client closed the connection");
  }

  @Test
  @Order(6)
  void nothingIsLeftWhenTheListenerHangsUp() throws Exception {
    Side side;

    try (var _ = LeakWatch.open()) {
      var connection = new CompletableFuture<K46_Connection>();
      var connecting =
          new Caller<>(
              "new K46_Connection()",
              () ->
                  new K46_Connection(server.address, "secret", line -> hangUp(connection.join())));
      side = server.answers("WELCOME 1\nBYE");
      connection.complete(connecting.result());
    }

    side.assertHungUp("a server whose listener closed the connection");
  }

  @Test
  @Order(7)
  void nothingIsLeftWhenTheServerBreaksDown() throws Exception {
    var connections = new ArrayList<K46_Connection>();
    var sides = new ArrayList<Side>();

    try (var _ = LeakWatch.open()) {
      for (int i = 0; i < 40; i++) {
        var connecting = connect();
        sides.add(server.answers("WELCOME 1"));
        connections.add(connecting.result());
      }
      if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
        assertBothEndsAreClosed(unix::getOpenFileDescriptorCount, sides);
      } else {
        breakDown(sides); // Nobody counts open sockets here.
      }
    }

    // Held until here: a socket that nobody holds is closed by the garbage collector.
    assertThat(connections).hasSize(40);
  }

  @Test
  void whatIsMoreThanANumberIsNoVersion() throws Exception {
    var connecting = connect();
    server.answers("WELCOME 7 days from now");

    assertNoConnection(connecting, "the connection to a server whose version is no number");
  }

  @Test
  void anIOExceptionTellsThatTheServerSaidNothing() throws Exception {
    var connecting = connect();
    server.isCalled().socket.shutdownOutput();

    assertThatThrownBy(connecting::result)
        .as("the connection to a server that hung up without a word")
        .isInstanceOf(IOException.class);
  }

  @Test
  void anIOExceptionTellsWhatTheServerSaidLetterByLetter() throws Exception {
    var connecting = connect();
    server.answers("NO Zutritt für Löwen");

    assertThatThrownBy(connecting::result)
        .as("the connection to a server that refused in other letters than those of ASCII")
        .isInstanceOf(IOException.class)
        .hasMessageContaining("NO Zutritt für Löwen");
  }

  @Test
  void aRefusalDoesNotWaitForTheListener() throws Exception {
    var callerKnows = new CountDownLatch(1);
    try {
      // A listener that wants to answer waits for the connection that it is to answer with.
      var connecting =
          new Caller<>(
              "new K46_Connection(), refused while its listener was busy,",
              () -> new K46_Connection(server.address, "secret", _ -> awaitWhatever(callerKnows)));
      server.answers("NO\nBYE");

      assertNoConnection(connecting, "the connection to a server that refused, and then said BYE");
    } finally {
      callerKnows.countDown();
    }
  }

  @Test
  void aNewConnectionIsLoggedIn() throws Exception {
    var connecting = connect();
    var side = server.isCalled();
    assertThat(connecting.isDone()).as("a connection is there before it is logged in").isFalse();
    side.says("WELCOME 12");
    var connection = connecting.result();

    assertThat(connection.version()).isEqualTo(12);
    inTime("send() returned", () -> send(connection, "SPORTS"));
    inTime("send() returned", () -> send(connection, "WEATHER"));
    assertThat(side.hears()).contains("SPORTS");
    assertThat(side.hears()).contains("WEATHER");
    close(connection);
  }

  @Test
  void noNewsIsLost() throws Exception {
    var lines = IntStream.range(0, 200).mapToObj(i -> "news " + i).toList();
    var connecting = connect();
    var side = server.answers("WELCOME 1\n" + String.join("\n", lines));
    var connection = connecting.result();
    for (var line : lines) {
      assertThat(nextNews()).as("what the listener got").isEqualTo(line);
    }

    side.says("late news");
    assertThat(nextNews()).as("what the listener got").isEqualTo("late news");
    close(connection);
  }

  @Test
  void whatTheServerSaidBeforeItHungUpIsNotLost() throws Exception {
    var lines = IntStream.range(0, 200).mapToObj(i -> "news " + i).toList();
    var mayGoOn = new CountDownLatch(1);
    var connecting =
        new Caller<>(
            "new K46_Connection()",
            () ->
                new K46_Connection(
                    server.address,
                    "secret",
                    line -> {
                      awaitWhatever(mayGoOn);
                      news.add(line);
                    }));
    try {
      var side = server.answers("WELCOME 1\n" + String.join("\n", lines));
      var connection = connecting.result();
      side.socket.shutdownOutput();
      // Time to notice it, and to interrupt a listener that is busy. Nobody has to use it.
      listenerIsInterrupted.await(400, MILLISECONDS);
      mayGoOn.countDown();

      for (var line : lines) {
        assertThat(nextNews())
            .as("what a slow listener got from a server that hung up after its last news")
            .isEqualTo(line);
      }
      close(connection);
    } finally {
      mayGoOn.countDown();
    }
  }

  @Test
  void aQuietServerIsWaitedFor() throws Exception {
    var connecting = connect();
    var side = server.answers("WELCOME 1\nnews");
    var connection = connecting.result();
    assertThat(nextNews()).isEqualTo("news");

    assertAnotherWaitsForGood();

    side.says("more news");
    assertThat(nextNews()).isEqualTo("more news");
    close(connection);
  }

  @Test
  void aConnectionOutlivesTheFailureOfAnother() throws Exception {
    var connecting = connect();
    var side = server.answers("WELCOME 1");
    var connection = connecting.result();
    var refused = connect();
    server.answers("NO");
    assertNoConnection(refused, "the connection to a server that refused");

    side.says("news");
    assertThat(nextNews()).isEqualTo("news");
    inTime("send() returned", () -> send(connection, "WEATHER"));
    assertThat(side.hears()).contains("WEATHER");
    close(connection);
  }

  @Test
  void whereNobodyListensThereIsNoConnection() throws Exception {
    server.close();

    assertNoConnection(
        connect(server.address, "secret"), "the connection to a server that is down");
  }

  private Caller<K46_Connection> connect() {
    return connect(server.address, "secret");
  }

  private Caller<K46_Connection> connect(InetSocketAddress address, String password) {
    return new Caller<>(
        "new K46_Connection()", () -> new K46_Connection(address, password, news::add));
  }

  /** Like many a listener, this one has its own idea of what to do with an interrupt. */
  private void awaitWhatever(CountDownLatch gate) {
    boolean interrupted = false;
    for (boolean waits = true; waits; ) {
      try {
        gate.await();
        waits = false;
      } catch (InterruptedException e) {
        interrupted = true;
        listenerIsInterrupted.countDown();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String nextNews() throws InterruptedException {
    String next = news.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(next != null, "news came");
    return next;
  }

  private static Void send(K46_Connection connection, String line) throws IOException {
    connection.send(line);
    return null;
  }

  private static void hangUp(K46_Connection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(K46_Connection connection) throws Exception {
    inTime(
        "close() returned",
        () -> {
          connection.close();
          return null;
        });
  }

  private static void assertNoConnection(Caller<K46_Connection> connecting, String what) {
    assertThatThrownBy(connecting::result).as(what).isNotInstanceOf(AssertionError.class);
  }

  /** A read that has a limit would give up a server that is only quiet. */
  private void assertAnotherWaitsForGood() throws Exception {
    var connection = new AtomicReference<K46_Connection>();
    List<String> states = List.of();
    try (var _ = LeakWatch.open(Duration.ofMillis(500))) {
      var connecting = connect();
      server.answers("WELCOME 1\nnews");
      connection.set(connecting.result());
      assertThat(nextNews()).isEqualTo("news");
    } catch (LeakError open) {
      // The connection is open, so it has a thread that reads, whichever told the news.
      states =
          open.report().leaks().stream()
              .filter(leak -> !isIdleInAPool(leak))
              .map(Leak::state)
              .toList();
    }

    assertThat(states)
        .as("states of the threads of a connection, when the server is quiet: no limit, and no end")
        .isNotEmpty()
        .doesNotContain("TIMED_WAITING");
    close(connection.get());
  }

  /** It waits to be let go. In a pool with timers it may wait to look again. */
  private static boolean isIdleInAPool(Leak leak) {
    return leak.stack().stream()
            .anyMatch(frame -> frame.contains("java.util.concurrent.ThreadPoolExecutor.getTask("))
        && leak.stack().stream().noneMatch(frame -> frame.contains("ScheduledThreadPoolExecutor"));
  }

  /** The side that breaks down can't be asked whether the other hung up, so we count. */
  private static void assertBothEndsAreClosed(LongSupplier open, List<Side> sides)
      throws Exception {
    long before = open.getAsLong();
    breakDown(sides);

    // Somebody else may open or close a file meanwhile, but not that many.
    long soon = before - 2L * sides.size() + sides.size() / 2;
    long deadline = System.nanoTime() + patience.toNanos();
    while (open.getAsLong() > soon && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertInTime(
        open.getAsLong() <= soon,
        "both ends of %d connections were closed when the server broke down, and not only its own"
            .formatted(sides.size()));
  }

  private static void breakDown(List<Side> sides) throws IOException {
    for (var side : sides) {
      side.socket.setSoLinger(true, 0);
      side.socket.close();
    }
  }

  private static <T> T inTime(String what, Callable<T> action) throws Exception {
    return new Caller<>(what, action).result();
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** A thread of its own for one call: one that hangs must not keep the test from ending. */
  private static final class Caller<T> {
    final Thread thread;
    private final String call;
    private final FutureTask<T> task;

    Caller(String call, Callable<T> body) {
      this.call = call;
      task = new FutureTask<>(body);
      thread = Thread.ofVirtual().name("caller").start(task);
    }

    boolean isDone() {
      return task.isDone();
    }

    T result() throws Exception {
      try {
        return task.get(patience.toMillis(), MILLISECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (TimeoutException e) {
        assertInTime(false, call + " returned");
        throw e;
      }
    }
  }

  /** Plays a server, on the thread of the test. */
  private static final class Server {
    final InetSocketAddress address;
    private final ServerSocket listening;
    private final List<Side> sides = new ArrayList<>();

    Server() {
      try {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Somebody calls and wants to log in. */
    Side isCalled() throws IOException {
      listening.setSoTimeout((int) patience.toMillis());
      Socket socket;
      try {
        socket = listening.accept();
      } catch (SocketTimeoutException e) {
        assertInTime(false, "the server was called");
        throw e;
      }
      var side = new Side(socket);
      sides.add(side);
      assertThat(side.hears()).as("what the server is told first").contains("LOGIN secret");
      return side;
    }

    Side answers(String lines) throws IOException {
      Side side = isCalled();
      side.says(lines);
      return side;
    }

    void close() {
      try {
        listening.close();
        for (var side : sides) {
          side.socket.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The server's side of a connection. */
  private static final class Side {
    final Socket socket;
    private final BufferedReader in;

    Side(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** All at once. */
    void says(String lines) throws IOException {
      socket.getOutputStream().write((lines + "\n").getBytes(UTF_8));
    }

    List<String> hears() throws IOException {
      socket.setSoTimeout((int) patience.toMillis());
      try {
        String line = in.readLine();
        return line == null ? List.of() : List.of(line);
      } catch (SocketTimeoutException e) {
        assertInTime(false, "the server was told something");
        throw e;
      }
    }

    void assertHungUp(String who) throws IOException {
      socket.setSoTimeout((int) patience.toMillis());
      try {
        assertThat(in.readLine()).as("what %s is told at last", who).isNull();
      } catch (SocketTimeoutException e) {
        assertInTime(false, "the socket was closed, towards " + who);
      } catch (SocketException e) {
        // Hung up in the middle of something: that is hung up, too.
      }
    }
  }
}
