package loosethreads.leakcheck.monitor;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import loosethreads.leakcheck.GroupProof;
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
 * <p>With {@link #withProofs} it also answers {@code POST} with {@code ?proof=} and the name of a
 * group. The page for browsers has a button for it.
 *
 * <p>The server is yours: give it an executor, or a slow client keeps all the others waiting, and
 * end both.
 */
public final class ThreadsHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger("loosethreads.leakcheck.monitor");
  private static final String SORRY = "This did not work; the log says why.\n";

  private final Door door;
  private final Supplier<StackGroups> census;
  private final Optional<Prover> prover;
  private final OneAtATime looking = new OneAtATime(1);
  private final OneAtATime proving = new OneAtATime(5);

  ThreadsHandler(Door door, Supplier<StackGroups> census, Optional<Prover> prover) {
    this.door = door;
    this.census = census;
    this.prover = prover;
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
    return new ThreadsHandler(new Door.Loopback(), ThreadCensus::groups, Optional.empty());
  }

  /**
   * Makes a handler that answers to whoever sends {@code Authorization: Bearer} and this token,
   * from anywhere. What is sent is as secret as the connection is.
   *
   * @param token letters, digits and {@code -._~+/=}, at least 32 of them; take random ones
   * @throws IllegalArgumentException if it is shorter, or has other characters
   */
  public static ThreadsHandler forHoldersOf(String token) {
    return new ThreadsHandler(Door.Token.of(token), ThreadCensus::groups, Optional.empty());
  }

  /**
   * Returns a handler that lets in the same people, and proves for them that a group of threads is
   * leaked for good. A proof writes the heap to the disk, twice, and the program stands still
   * meanwhile: what that costs, and when it is refused, is told at {@link ThreadCensus#prove}.
   */
  public ThreadsHandler withProofs() {
    return new ThreadsHandler(door, census, Optional.of(ThreadCensus::prove));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers(exchange.getResponseHeaders(), prover.isPresent());
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
    return switch (exchange.getRequestMethod()) {
      case "GET" -> {
        Format format = Format.wanted(exchange);
        yield new Answer(200, format, format.write(looking.get(census), prover.isPresent()));
      }
      case "HEAD" -> new Answer(200, Format.wanted(exchange), "");
      case "POST" -> proof(exchange, prover.orElseThrow(this::otherMethod));
      default -> throw otherMethod();
    };
  }

  private Refused otherMethod() {
    String allowed = prover.isPresent() ? "GET, HEAD, POST" : "GET, HEAD";
    return new Refused(405, "Only " + allowed + ".", "Allow", allowed);
  }

  private Answer proof(HttpExchange exchange, Prover prover) throws Refused {
    String group = Prover.group(exchange);
    Optional<GroupProof> proof = proving.get(() -> prover.prove(group));
    if (proof.isEmpty()) {
      throw new Refused(404, "No thread is in this group now.");
    }
    Format format = Format.accepted(exchange);
    return new Answer(200, format, format.write(proof.get()));
  }

  private static void headers(Headers headers, boolean proofs) {
    headers.set("Cache-Control", "no-store");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'; form-action "
            + (proofs ? "'self'" : "'none'"));
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    // With "no-referrer", a browser would not say either that a button is one of our own page.
    headers.set("Referrer-Policy", proofs ? "same-origin" : "no-referrer");
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
