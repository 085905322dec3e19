package loosethreads.workbook.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A stream of events as a page reads it: without the beats. */
final class OpenStream implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  /** Opens a stream that a GET answers with. */
  OpenStream(SmallServer server, String path) throws IOException, InterruptedException {
    this(server.request(path));
  }

  /** Opens a stream that a POST answers with. */
  OpenStream(SmallServer server, String path, String json)
      throws IOException, InterruptedException {
    this(
        server
            .request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private OpenStream(HttpRequest.Builder request) throws IOException, InterruptedException {
    response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  /** The next event, as it is on its line; "end" after the last. */
  String next() throws IOException {
    String line;
    do {
      line = lines.readLine();
    } while (line != null && line.equals("{\"event\":\"beat\"}"));
    return line == null ? "end" : line;
  }

  /** Closes the connection, whatever may still come. */
  @Override
  public void close() throws IOException {
    lines.close();
    client.shutdownNow();
    client.close();
  }
}
