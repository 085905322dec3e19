package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A page on which a program runs: a connection of its own, which it does not share or keep. */
final class RunningPage implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final BufferedReader lines;
  private final String run;

  /**
   * Runs a program.
   *
   * @param address the one that {@code ./kata live} printed
   */
  RunningPage(URI address, String source) throws IOException {
    var body = new JsonObject();
    body.addProperty("source", source);
    socket = post(address, "/api/runs", body);
    lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).endsWith("200 OK");
    run = next("started").get("run").getAsString();
  }

  /** A request in a version of HTTP in which an answer is what comes until the end. */
  private static Socket post(URI address, String path, JsonObject body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    var socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    String head =
        """
        POST %s HTTP/1.0
        Host: %s
        X-Loose-Threads: %s
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(
                path, address.getAuthority(), address.getFragment().substring(2), bytes.length);
    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(bytes);
    return socket;
  }

  /** Waits for the next event of a name, past all others. */
  JsonObject next(String event) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("{")) {
        JsonObject told = JsonParser.parseString(line).getAsJsonObject();
        if (told.get("event").getAsString().equals(event)) {
          return told;
        }
      }
    }
    throw new AssertionError("it ended without the event " + event);
  }

  /** Presses Stop. */
  void stop(URI address) throws IOException {
    var body = new JsonObject();
    body.addProperty("run", run);
    try (Socket asked = post(address, "/api/runs/stop", body)) {
      assertThat(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains(" 204 ");
    }
  }

  /** Closes the connection, whatever may still come. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
