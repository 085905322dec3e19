package loosethreads.workbook.live;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import loosethreads.workbook.json.Json;

/** How a refusal is told: as JSON to who called the API, as a page to a person. */
final class Refusal {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Loose Threads</title></head>
      <body>
      <h1>Loose Threads: not here</h1>
      <p>{sentence}</p>
      <p>Live pages run code on this computer, so they open by one address only: the one that <code>./kata live</code> printed in its terminal. Open it from there, or copy it whole.</p>
      </body>
      </html>
      """;

  private Refusal() {}

  static void send(HttpExchange exchange, String path, Refused refused) throws IOException {
    if (exchange.getResponseCode() != -1) {
      // Too late for another answer: the connection ends, and that says it.
      return;
    }
    boolean api = Paths.isApi(path);
    String body =
        api
            ? Json.text(Map.of("error", refused.getMessage()))
            : PAGE.replace("{sentence}", refused.getMessage());
    exchange
        .getResponseHeaders()
        .set("Content-Type", api ? "application/json" : "text/html; charset=utf-8");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(refused.status(), head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** A word of the request, safe to be repeated. */
  static String plain(String word) {
    return word.replaceAll("[^A-Za-z0-9_.-]", "?");
  }
}
