package monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.management.VirtualThreadSchedulerMXBean;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all endpoints share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K53_DebugEndpointTest {
  private static final String PATH = "/debug/threads";

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(8);

  private final List<K53_DebugEndpoint> opened = new ArrayList<>();
  private final Queue<Socket> connected = new ConcurrentLinkedQueue<>();
  private final List<Thread> parked = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  /** The first dump loads many classes, and no endpoint is to be slow for that. */
  @BeforeAll
  static void dumpOnce() throws IOException {
    Path file = Files.createTempDirectory("threads").resolve("dump.txt");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
    Files.delete(file);
    Files.delete(file.getParent());
  }

  @AfterEach
  void closeWhatIsStillOpen() throws Exception {
    over.countDown();
    // In the background: whether close() returns is asked where it matters.
    var closing =
        opened.stream()
            .map(endpoint -> Thread.ofPlatform().daemon().start(endpoint::close))
            .toList();
    for (Socket client : connected) {
      client.close();
    }
    for (Thread thread : closing) {
      thread.join(Duration.ofSeconds(1));
    }
  }

  @Test
  @Order(1)
  void anEndpointIsGoneWhenItIsClosed() throws Exception {
    try (var _ = LeakWatch.open()) {
      var endpoint = open();
      for (int i = 0; i < 3; i++) {
        assertStatus(get(endpoint, PATH), 200, "GET " + PATH);
      }
      close(endpoint);
      close(endpoint);
    }
  }

  @Test
  @Order(2)
  void anEndpointThatNobodyAskedIsGoneWhenItIsClosed() throws Exception {
    try (var _ = LeakWatch.open()) {
      close(open());
    }
  }

  @Test
  @Order(3)
  void anEndpointWithSlowClientsIsGoneWhenItIsClosed() throws Exception {
    try (var _ = LeakWatch.open()) {
      var endpoint = open();
      connect(endpoint);
      for (int i = 0; i < 5; i++) {
        begin(connect(endpoint), "GET /debug/thr");
        begin(connect(endpoint), "GET " + PATH + " HTTP/1.1\r\nHost: local");
      }
      get(endpoint, "/");
      Socket answered = connect(endpoint);
      letThemRest();
      begin(answered, "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(answered.getInputStream().read())
          .as("the first letter of an answer")
          .isEqualTo('H');
      assertStatus(get(endpoint, PATH), 200, "GET " + PATH);

      close(endpoint);
    }
  }

  @Test
  @Order(4)
  void nothingIsLeftBehindAtAPortThatIsTaken() throws Exception {
    try (var _ = LeakWatch.open();
        var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> opened.add(new K53_DebugEndpoint(taken.getLocalPort())))
          .as("to open an endpoint at a port that is taken")
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  @Order(5)
  void theDumpIsText() throws Exception {
    parkSevenThreads();
    var endpoint = open();

    for (String query : List.of("", "?format=text")) {
      Answer answer = get(endpoint, PATH + query);
      assertStatus(answer, 200, "GET " + PATH + query);
      assertThat(answer.header("Content-Type")).as("its type").startsWith("text/plain");
      assertThat(answer.body).as("the dump").contains("7 @\n#\t").contains("parkUntilTheEnd");
    }
  }

  @Test
  @Order(6)
  void theDumpIsJson() throws Exception {
    parkSevenThreads();

    Answer answer = get(open(), PATH + "?format=json");

    assertStatus(answer, 200, "GET " + PATH + "?format=json");
    assertThat(answer.header("Content-Type")).as("its type").startsWith("application/json");
    assertThat(answer.body.replaceAll("\\s", ""))
        .as("the dump")
        .startsWith("{\"groups\":[{\"count\":")
        .contains("{\"count\":7,\"stack\":[\"")
        .contains("parkUntilTheEnd")
        .endsWith("\"]}]}");
  }

  @Test
  @Order(7)
  void anotherFormatIsABadRequest() throws Exception {
    var endpoint = open();

    for (String format : List.of("xml", "jsonp", "html", "textual", "%3Cscript%3E")) {
      assertRefused(get(endpoint, PATH + "?format=" + format), 400, "format " + format);
    }
  }

  @Test
  @Order(8)
  void anotherMethodIsNotAllowed() throws Exception {
    var endpoint = open();

    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "BREW", "HEAD", "OPTIONS")) {
      Answer answer =
          ask(endpoint, method + " " + PATH + " HTTP/1.1", "Host: localhost", "Content-Length: 0");
      assertRefused(answer, 405, method);
      assertThat(answer.header("Allow")).as("the methods that are allowed").contains("GET");
    }
  }

  @Test
  @Order(9)
  void anotherPathIsNotFound() throws Exception {
    var endpoint = open();

    for (String path :
        List.of(
            "/",
            "/debug",
            "/debug/",
            PATH + "/",
            PATH + "/1",
            PATH + "afe",
            PATH + ".json",
            PATH + "/../threads",
            PATH + "/../../etc/passwd",
            "/debug/../debug/threads",
            "/DEBUG/THREADS")) {
      assertRefused(get(endpoint, path), 404, "GET " + path);
    }
  }

  @Test
  @Order(10)
  void anotherHostIsForbidden() throws Exception {
    var endpoint = open();
    int port = endpoint.address().getPort();

    for (String host :
        List.of(
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "notlocalhost",
            "evil.example.localhost",
            "localhost:80.evil.example",
            "127-0-0-1",
            "127.1",
            "0.0.0.0",
            "192.0.2.7",
            "localhost:evil",
            "127.0.0.1:evil")) {
      for (String authority : List.of(host, host + ":" + port)) {
        assertRefused(
            ask(endpoint, "GET " + PATH + " HTTP/1.1", "Host: " + authority),
            403,
            "Host: %s, as a browser sends it after DNS rebinding".formatted(authority));
      }
    }
  }

  @Test
  @Order(11)
  void noHostIsForbidden() throws Exception {
    var endpoint = open();

    assertRefused(ask(endpoint, "GET " + PATH + " HTTP/1.1"), 403, "a request without Host");
    assertRefused(ask(endpoint, "GET " + PATH + " HTTP/1.0"), 403, "a request without Host");
  }

  @Test
  @Order(12)
  void itsOwnNamesAreNotForbidden() throws Exception {
    var endpoint = open();
    int port = endpoint.address().getPort();

    // A client that comes through a tunnel knows another port.
    for (String host :
        List.of(
            "localhost",
            "127.0.0.1",
            "localhost:" + port,
            "127.0.0.1:" + port,
            "localhost:8080",
            "127.0.0.1:8080")) {
      assertStatus(
          ask(endpoint, "GET " + PATH + " HTTP/1.1", "Host: " + host), 200, "Host: " + host);
    }
  }

  @Test
  @Order(13)
  void onlyThisMachineReachesIt() throws Exception {
    var endpoint = open();

    assertThat(endpoint.address().getAddress())
        .as("where it listens")
        .isEqualTo(InetAddress.getByName("127.0.0.1"));
    var others = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.2")));
    for (var network : NetworkInterface.networkInterfaces().toList()) {
      network.inetAddresses().filter(a -> !a.isLoopbackAddress()).forEach(others::add);
    }
    for (var other : others) {
      assertThat(isReached(other, endpoint.address().getPort()))
          .as("it is reached at %s, too", other)
          .isFalse();
    }
  }

  @Test
  @Order(14)
  void clientsAreServedSideBySide() throws Exception {
    var endpoint = open();

    try (var clients = Executors.newFixedThreadPool(10)) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(clients.submit(() -> get(endpoint, PATH)));
      }
      for (var answer : answers) {
        assertStatus(answer.get(), 200, "one of ten requests at the same time");
      }
    }
  }

  @Test
  @Order(15)
  void slowClientsKeepNobodyWaiting() throws Exception {
    var endpoint = open();
    // Its header comes, and its body does not.
    String wordless = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n";
    begin(connect(endpoint), wordless);

    for (int slow = 30; slow <= 150; slow += 30) {
      for (int i = 0; i < 30; i++) {
        begin(connect(endpoint), "GET /debug/thr");
      }
      // Whoever asks later is heard later. Now all the slow ones have been.
      get(endpoint, "/");
      assertStatus(
          get(endpoint, PATH), 200, "GET %s, while %d slow clients ask".formatted(PATH, slow));
    }
  }

  @Test
  @Order(16)
  void aConnectionThatIsNotClosedIsGoodForTwoRequests() throws Exception {
    Socket client = connect(open());
    letThemRest();
    begin(client, "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    if (readHead(client).toLowerCase(Locale.ROOT).contains("\nconnection: close\r\n")) {
      return; // Whoever says so may hang up.
    }

    letThemRest();
    begin(client, "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(readToTheEnd(client))
        .as("what follows the first answer in a connection that was not closed")
        .contains("HTTP/1.1 200");
  }

  @Test
  @Order(17)
  void nobodyIsServedAfterTheEnd() throws Exception {
    var endpoint = open();
    int port = endpoint.address().getPort();
    Socket early = connect(endpoint);
    // Whoever asks later is served later: it has seen the early one, too.
    assertStatus(get(endpoint, PATH), 200, "GET " + PATH);

    close(endpoint);

    assertThat(isReached(InetAddress.getByName("127.0.0.1"), port))
        .as("somebody listens after close()")
        .isFalse();
    String answer = "";
    try {
      begin(early, "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      answer = readToTheEnd(early);
    } catch (SocketException e) {
      // It has hung up, as it should.
    }
    assertThat(answer).as("what a client is told that was connected before close()").isEmpty();
  }

  @Test
  @Order(18)
  void closingOneEndpointLeavesTheOthersAlone() throws Exception {
    var endpoint = open();
    close(open());

    assertStatus(get(endpoint, PATH), 200, "GET " + PATH);
  }

  private K53_DebugEndpoint open() throws IOException {
    var endpoint = new K53_DebugEndpoint(0);
    opened.add(endpoint);
    return endpoint;
  }

  private void close(K53_DebugEndpoint endpoint) throws Exception {
    opened.remove(endpoint);
    var closing = Thread.ofPlatform().daemon().name("test").start(endpoint::close);
    boolean inTime = closing.join(patience);
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofSeconds(1);
    }
    assertThat(inTime).as("close() returned (waited for %s)", waited).isTrue();
  }

  /** Seven threads with the same stack, which is there in full: they wait. */
  private void parkSevenThreads() throws InterruptedException {
    for (int i = 0; i < 7; i++) {
      parked.add(Thread.ofVirtual().start(this::parkUntilTheEnd));
    }
    for (Thread thread : parked) {
      while (thread.getState() != Thread.State.WAITING) {
        thread.join(Duration.ofMillis(1));
      }
    }
  }

  private void parkUntilTheEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a server said. A status of 0 is that of a server that hung up without a word. */
  private record Answer(int status, String head, String body) {
    String header(String name) {
      Matcher line = Pattern.compile("(?mi)^" + name + ": *(.*?)\\s*$").matcher(head);
      return line.find() ? line.group(1) : "(no " + name + ")";
    }
  }

  private Answer get(K53_DebugEndpoint endpoint, String path) throws Exception {
    return ask(endpoint, "GET " + path + " HTTP/1.1", "Host: localhost");
  }

  private Answer ask(K53_DebugEndpoint endpoint, String... lines) throws Exception {
    try (Socket client = connect(endpoint)) {
      letThemRest();
      begin(client, String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
      String answer = readToTheEnd(client);
      Matcher parts = Pattern.compile("(?s)HTTP/1\\.1 (\\d+)(.*?)\r\n\r\n(.*)").matcher(answer);
      return parts.matches()
          ? new Answer(Integer.parseInt(parts.group(1)), parts.group(2), body(parts))
          : new Answer(0, "", answer);
    }
  }

  /** The body; where it comes in chunks, without the lines that say how long they are. */
  private static String body(Matcher parts) {
    boolean chunked = parts.group(2).toLowerCase(Locale.ROOT).contains("\ntransfer-encoding");
    return chunked ? parts.group(3).replaceAll("(\r\n|^)[0-9a-f]+\r\n", "") : parts.group(3);
  }

  private static void assertStatus(Answer answer, int status, String question) {
    assertThat(answer.status)
        .as("the status of the answer to %s (0: there is none)", question)
        .isEqualTo(status);
  }

  private static void assertRefused(Answer answer, int status, String question) {
    assertStatus(answer, status, question);
    assertThat(answer.body).as("what is in the answer to %s", question).doesNotContain("java.base");
  }

  /**
   * Waits until no carrier is busy, or for a second. JDK 25 may crash if it dumps a virtual thread
   * that is just being mounted or unmounted (JDK-8364343).
   */
  private static void letThemRest() {
    var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (System.nanoTime() < deadline
        && (scheduler.getQueuedVirtualThreadCount() > 0
            || scheduler.getMountedVirtualThreadCount() > 0)) {
      LockSupport.parkNanos(200_000);
    }
  }

  private Socket connect(K53_DebugEndpoint endpoint) throws Exception {
    var client = new Socket("127.0.0.1", endpoint.address().getPort());
    client.setSoTimeout((int) patience.toMillis());
    connected.add(client);
    return client;
  }

  private static void begin(Socket client, String request) throws IOException {
    client.getOutputStream().write(request.getBytes(UTF_8));
  }

  private static int firstLetter(Socket client) throws IOException {
    try {
      return client.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw tooSlow(client, "");
    }
  }

  private static AssertionError tooSlow(Socket client, String soFar) throws IOException {
    patience = Duration.ofSeconds(1);
    return new AssertionError(
        "The answer came, and came to an end (waited for %d ms, so far it is \"%s\")"
            .formatted(client.getSoTimeout(), soFar.lines().findFirst().orElse("")));
  }

  private static String readHead(Socket client) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int letter = firstLetter(client);
      assertThat(letter).as("a letter of an answer, after \"%s\"", head).isNotNegative();
      head.append((char) letter);
    }
    return head.toString();
  }

  private static String readToTheEnd(Socket client) throws IOException {
    var answer = new ByteArrayOutputStream();
    try {
      client.getInputStream().transferTo(answer);
    } catch (SocketTimeoutException e) {
      throw tooSlow(client, answer.toString(UTF_8));
    } catch (SocketException e) {
      // It has hung up. What it has said before counts.
    }
    return answer.toString(UTF_8);
  }

  private static boolean isReached(InetAddress address, int port) {
    try (var client = new Socket()) {
      client.connect(new InetSocketAddress(address, port), 500);
      // Where nobody listens, a client may by chance get this port itself, and reach itself.
      return client.getLocalPort() != port;
    } catch (IOException e) {
      return false;
    }
  }
}
