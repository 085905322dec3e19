package loosethreads.workbook.live;

import com.sun.net.httpserver.Headers;
import java.util.Map;

/** What every answer tells the browser. No word in it lets another origin in. */
final class SafeHeaders {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors"
              + " 'none'",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "X-Content-Type-Options",
          "nosniff");

  private SafeHeaders() {}

  static void addTo(Headers headers, boolean api) {
    ALWAYS.forEach(headers::set);
    // Pages change when the book is rendered anew; answers are never the same twice.
    headers.set("Cache-Control", api ? "no-store" : "no-cache");
  }
}
