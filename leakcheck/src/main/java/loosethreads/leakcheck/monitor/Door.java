package loosethreads.leakcheck.monitor;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides who may see the threads. */
sealed interface Door {
  /** Returns if this one may. */
  void letIn(HttpExchange exchange) throws Refused;

  /** For programs and browsers on the same machine. */
  record Loopback() implements Door {
    /** Whole names, with any port: the end of an SSH tunnel may have another one. */
    private static final Pattern OURS =
        Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1\\])(?::\\d{1,5})?");

    private static final List<String> FORWARDED =
        List.of("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");

    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

    @Override
    public void letIn(HttpExchange exchange) throws Refused {
      Headers headers = exchange.getRequestHeaders();
      if (!exchange.getRemoteAddress().getAddress().isLoopbackAddress()
          || FORWARDED.stream().anyMatch(headers::containsKey)) {
        throw new Refused(403, "Only for this machine; from elsewhere, come through ssh -L.");
      }
      // DNS rebinding: a page of somebody's own name, which he has made to point here.
      if (only(headers, "Host").filter(host -> OURS.matcher(host).matches()).isEmpty()) {
        throw new Refused(421, "Ask for localhost, 127.0.0.1 or [::1].");
      }
      // A page of another site can't read the answer, but it could keep us busy.
      if ((headers.containsKey("Origin")
              && only(headers, "Origin").filter(origin -> isOwn(origin, headers)).isEmpty())
          || (headers.containsKey("Sec-Fetch-Site")
              && only(headers, "Sec-Fetch-Site").filter(OWN_PAGES::contains).isEmpty())) {
        throw new Refused(403, "Not for pages of other sites; type the address yourself.");
      }
    }

    /** A button of our own page says that it is one, under the name that we were asked by. */
    private static boolean isOwn(String origin, Headers headers) {
      String host = headers.getFirst("Host");
      return origin.equals("http://" + host) || origin.equals("https://" + host);
    }
  }

  /**
   * For whoever knows a secret. No browser sends this header by itself, whatever page asks it to.
   *
   * @param header the whole value that the header must have
   */
  record Token(String header) implements Door {
    private static final int ENOUGH = 32;

    /** What RFC 6750 allows in a bearer token. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

    static Token of(String token) {
      if (token.length() < ENOUGH) {
        throw new IllegalArgumentException(
            "The token for the debug page has "
                + token.length()
                + " characters: take at least 32 random ones, as from openssl rand -hex 32");
      }
      if (!PLAIN.matcher(token).matches()) {
        throw new IllegalArgumentException(
            "The token for the debug page has characters that a header can't carry: take letters,"
                + " digits and -._~+/ only");
      }
      return new Token("Bearer " + token);
    }

    @Override
    public void letIn(HttpExchange exchange) throws Refused {
      String sent = only(exchange.getRequestHeaders(), "Authorization").orElse("");
      // Takes as long for a good guess as for a bad one.
      if (!MessageDigest.isEqual(bytes(sent), bytes(header))) {
        throw new Refused(
            401, "Send Authorization: Bearer and the token.", "WWW-Authenticate", "Bearer");
      }
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    /** It is a secret: not for logs. */
    @Override
    public String toString() {
      return "Token";
    }
  }

  /** A header that is there exactly once; one that comes twice says nothing. */
  private static Optional<String> only(Headers headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }
}
