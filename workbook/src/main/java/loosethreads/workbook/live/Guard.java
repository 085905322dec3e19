package loosethreads.workbook.live;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Stands in front of everything, pages and API alike, and lets in who may come in.
 *
 * <p>It asks, in this order: by which name, for which path, from which page, how many at once, with
 * which token, by which method, how often.
 */
final class Guard extends Filter {
  private static final Set<String> OURS = Set.of("same-origin", "none");
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Pattern JSON =
      Pattern.compile("application/json(?:;\\s*charset=\"?utf-8\"?)?", Pattern.CASE_INSENSITIVE);

  private final Names names;
  private final Token token;
  private final Semaphore open;
  private final Rate effects;
  private final Consumer<RuntimeException> faults;

  /**
   * The filter of a server.
   *
   * @param faults hears of mistakes of ours
   */
  Guard(Names names, Token token, Limits limits, Consumer<RuntimeException> faults) {
    this.names = names;
    this.token = token;
    this.open = new Semaphore(limits.atOnce());
    this.effects = new Rate(limits.effects(), limits.refill(), System::nanoTime);
    this.faults = faults;
  }

  @Override
  public String description() {
    return "lets in who may come in";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    String path = Paths.of(exchange);
    SafeHeaders.addTo(exchange.getResponseHeaders(), Paths.isApi(path));
    try (exchange) {
      try {
        letIn(exchange, path, chain);
      } catch (Refused e) {
        Refusal.send(exchange, path, e);
      } catch (RuntimeException e) {
        faults.accept(e);
        Refusal.send(exchange, path, new Refused(500, "That broke; the terminal says why."));
      }
    }
  }

  private void letIn(HttpExchange exchange, String path, Chain chain) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String host = name(headers);
    if (!Paths.isPlain(path)) {
      throw new Refused(404, "There is nothing of that name.");
    }
    fromOurPages(exchange, headers, host, path);
    if (!open.tryAcquire()) {
      throw new Refused(429, "Too much is open at the same time; close some pages.");
    }
    try {
      if (Paths.isApi(path)) {
        known(headers);
      }
      mayDoThat(exchange, headers, path);
      chain.doFilter(exchange);
    } finally {
      open.release();
    }
  }

  /** Against DNS rebinding: somebody else's name that points here. */
  private String name(Headers headers) {
    return only(headers, "Host")
        .filter(names::has)
        .orElseThrow(() ->
            new Refused(
                421, "This server answers to the address that ./kata live printed, and no other."));
  }

  /** Against pages of other origins, by all that a browser tells about who asks. */
  private static void fromOurPages(
      HttpExchange exchange, Headers headers, String host, String path) {
    boolean otherOrigin =
        headers.containsKey("Origin")
            && only(headers, "Origin").filter(o -> Names.isOrigin(o, host)).isEmpty();
    boolean otherSite =
        headers.containsKey("Sec-Fetch-Site")
            && only(headers, "Sec-Fetch-Site").filter(OURS::contains).isEmpty()
            && !isArrival(exchange, headers, path);
    if (otherOrigin || otherSite) {
      throw new Refused(403, "Only pages of this server may ask for that.");
    }
  }

  /**
   * A window that goes to the front page. It comes from a file when {@code ./kata live} opens the
   * browser, and browsers call that cross-site. The page gives nothing away, and no frame holds it.
   */
  private static boolean isArrival(HttpExchange exchange, Headers headers, String path) {
    return path.equals("/")
        && exchange.getRequestMethod().equals("GET")
        && only(headers, "Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
        && only(headers, "Sec-Fetch-Dest").filter("document"::equals).isPresent();
  }

  private void known(Headers headers) {
    if (only(headers, Token.HEADER).filter(token::is).isEmpty()) {
      throw new Refused(
          401, "The token is missing or old; open the address that ./kata live printed.");
    }
  }

  private void mayDoThat(HttpExchange exchange, Headers headers, String path) {
    String method = exchange.getRequestMethod();
    if (READING.contains(method)) {
      return;
    }
    if (!method.equals("POST") || !Paths.isApi(path)) {
      exchange.getResponseHeaders().set("Allow", Paths.isApi(path) ? "GET, POST" : "GET, HEAD");
      throw new Refused(405, "This does not answer to " + Refusal.plain(method) + ".");
    }
    if (only(headers, "Content-Type").filter(t -> JSON.matcher(t).matches()).isEmpty()) {
      throw new Refused(415, "Send JSON, and Content-Type: application/json.");
    }
    if (!effects.take()) {
      throw new Refused(429, "Too many requests in a row; wait a second.");
    }
  }

  /** A header that is there exactly once; one that comes twice says nothing. */
  private static Optional<String> only(Headers headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }
}
