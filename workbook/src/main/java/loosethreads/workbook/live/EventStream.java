package loosethreads.workbook.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import loosethreads.workbook.json.Json;

/** Events to a page, one JSON object a line, each sent at once. */
final class EventStream {
  /**
   * After so long without an event one is sent that says nothing. That a page is gone shows only
   * when something is sent to it; the first to miss it is the one after.
   */
  static final Duration BEAT = Duration.ofMillis(400);

  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /**
   * Sends an event.
   *
   * @throws IOException if the page is gone
   */
  void send(Object event) throws IOException {
    out.write(Json.line(event).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Sends nothing, to learn whether the page is there. */
  void beat() throws IOException {
    send(Map.of("event", "beat"));
  }
}
