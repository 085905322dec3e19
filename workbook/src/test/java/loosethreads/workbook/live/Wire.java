package loosethreads.workbook.live;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Requests as bytes on a socket: clients are too well-behaved to send most of what is tested. */
final class Wire {
  private static final int PATIENCE_MILLIS = 20_000;

  private final int port;

  Wire(int port) {
    this.port = port;
  }

  /** What came back. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  /** Sends a request without a body. */
  Answer send(String line, String... headers) throws IOException {
    return sendBody(line, "", headers);
  }

  /** Sends a request; its length is added if it has a body. */
  Answer sendBody(String line, String body, String... headers) throws IOException {
    String length =
        body.isEmpty()
            ? ""
            : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
    return raw(
        line
            + " HTTP/1.1\r\n"
            + List.of(headers).stream().map(h -> h + "\r\n").collect(Collectors.joining())
            + length
            + "Connection: close\r\n\r\n"
            + body);
  }

  /** Sends these bytes and reads until the other side closes. */
  Answer raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Answer parse(String text) {
    if (text.isEmpty()) {
      return new Answer(0, Map.of(), "");
    }
    int end = text.indexOf("\r\n\r\n");
    List<String> head = text.substring(0, end).lines().toList();
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    head.stream()
        .skip(1)
        .map(line -> line.split(":\\s*", 2))
        .forEach(h ->
            headers.merge(
                h[0].toLowerCase(Locale.ROOT),
                List.of(h[1]),
                (a, b) -> List.of(a.getFirst(), b.getFirst())));
    return new Answer(
        Integer.parseInt(head.getFirst().split(" ", -1)[1]), headers, text.substring(end + 4));
  }
}
