package loosethreads.workbook.live;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Paths as they came over the wire. Nothing is ever decoded: no name of ours needs it, so a path
 * with a percent sign, a backslash or a hidden file in it is no path of ours, and no two readers
 * can differ about what it means.
 */
final class Paths {
  private static final Pattern PLAIN =
      Pattern.compile("/(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_][A-Za-z0-9_.-]*)?");
  private static final String API = "/api/";

  private Paths() {}

  static String of(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    // "//elsewhere/path" and "http://elsewhere/path" are for proxies, which we are not.
    boolean here = uri.getScheme() == null && uri.getRawAuthority() == null;
    return here && uri.getRawPath() != null ? uri.getRawPath() : "";
  }

  static boolean isPlain(String path) {
    return PLAIN.matcher(path).matches();
  }

  static boolean isApi(String path) {
    return path.startsWith(API);
  }
}
