package loosethreads.leakcheck.monitor;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import loosethreads.leakcheck.StackGroups;
import loosethreads.leakcheck.ThreadCensus;

/**
 * Shows what the threads of this JVM do, virtual ones too, grouped by stack: what {@code
 * /debug/pprof/goroutine} is to a program in Go.
 *
 * {@snippet :
 * server.createContext("/debug/threads", ThreadsHandler.forThisMachine());
 * }
 *
 * <p>{@code ?debug=1} is text, {@code ?format=json} and {@code ?format=html} say what they are.
 * Without either the header {@code Accept} decides, and text is what those get who have no wish.
 *
 * <p>Stacks tell much about a program, and to collect them costs something. So the handler answers
 * {@code GET} and {@code HEAD} only, to the path of its context only, and to one at a time: whoever
 * asks while it looks gets 503 and is asked to come again. Answers are about a megabyte at most,
 * and nobody may store them.
 *
 * <p>The server is yours: give it an executor, or a slow client keeps all the others waiting, and
 * end both.
 */
public final class ThreadsHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger("loosethreads.leakcheck.monitor");
  private static final String SORRY = "This did not work; the log says why.\n";

  private final Door door;
  private final Supplier<StackGroups> census;
  private final Semaphore free = new Semaphore(1);

  ThreadsHandler(Door door, Supplier<StackGroups> census) {
    this.door = door;
    this.census = census;
  }

  /**
   * Makes a handler that answers to this machine only: to its loopback address, under the names
   * {@code localhost}, {@code 127.0.0.1} and {@code [::1]}. No web page in a browser on this
   * machine gets the answer, even if its name was made to point here.
   *
   * <p>Don't put it behind a proxy on the same machine: then all the world comes from here. It
   * refuses those who say that they were forwarded, but not every proxy says so.
   */
  public static ThreadsHandler forThisMachine() {
    return new ThreadsHandler(new Door.Loopback(), ThreadCensus::groups);
  }

  /**
   * Makes a handler that answers to whoever sends {@code Authorization: Bearer} and this token,
   * from anywhere. What is sent is as secret as the connection is.
   *
   * @param token letters, digits and {@code -._~+/=}, at least 32 of them; take random ones
   * @throws IllegalArgumentException if it is shorter, or has other characters
   */
  public static ThreadsHandler forHoldersOf(String token) {
    return new ThreadsHandler(Door.Token.of(token), ThreadCensus::groups);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers(exchange.getResponseHeaders());
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (Refused e) {
        e.header(exchange.getResponseHeaders());
        answer = new Answer(e.status(), Format.TEXT, e.getMessage() + "\n");
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot show the threads", e);
        answer = new Answer(500, Format.TEXT, SORRY);
      }
      send(exchange, answer);
    }
  }

  private record Answer(int status, Format format, String text) {}

  private Answer answer(HttpExchange exchange) throws Refused {
    door.letIn(exchange);
    if (!exchange.getRequestURI().getRawPath().equals(exchange.getHttpContext().getPath())) {
      throw new Refused(404, "There is nothing of that name.");
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (!head && !exchange.getRequestMethod().equals("GET")) {
      throw new Refused(405, "GET and HEAD only.", "Allow", "GET, HEAD");
    }
    Format format = Format.wanted(exchange);
    return new Answer(200, format, head ? "" : format.write(look()));
  }

  private StackGroups look() throws Refused {
    if (!free.tryAcquire()) {
      throw new Refused(503, "Somebody else asks just now; try again.", "Retry-After", "1");
    }
    try {
      return census.get();
    } catch (IllegalStateException e) {
      // No safe moment for a dump. The message says what to do.
      throw new Refused(503, String.valueOf(e.getMessage()), "Retry-After", "5");
    } finally {
      free.release();
    }
  }

  private static void headers(Headers headers) {
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Vary", "Accept");
    headers.set("X-Content-Type-Options", "nosniff");
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.format().type());
    boolean withoutBody = exchange.getRequestMethod().equals("HEAD");
    // -1 is "no body"; 0 would be "of a length that is not yet known".
    exchange.sendResponseHeaders(answer.status(), withoutBody ? -1 : body.length);
    if (!withoutBody) {
      exchange.getResponseBody().write(body);
    }
  }
}
