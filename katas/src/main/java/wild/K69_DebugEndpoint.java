package wild;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shows the threads of this process at {@code /debug/threads}, to this machine only: those with the
 * same stack together, the most first. You need not change anything here.
 */
public class K69_DebugEndpoint implements AutoCloseable {
  private final HttpServer server;

  /** Opens an endpoint on a port, or on any free one if it is 0. */
  public K69_DebugEndpoint(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/debug/threads", this::answer);
    server.start();
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/debug/threads");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] text = threads().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private static String threads() throws IOException {
    Path folder = Files.createTempDirectory("threads");
    Path file = folder.resolve("dump.txt");
    try {
      // The only public way to see virtual threads, too.
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return grouped(Files.readString(file));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static String grouped(String dump) {
    List<String> threads =
        Stream.of(dump.split("\n\\s*\n"))
            .map(String::strip)
            .filter(t -> t.startsWith("#"))
            .toList();
    return threads.stream().collect(groupingBy(K69_DebugEndpoint::stack)).entrySet().stream()
        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
        .map(e -> e.getValue().size() + " × " + kind(e.getValue().getFirst()) + "\n" + e.getKey())
        .collect(joining("\n\n", threads.size() + " threads\n\n", "\n"));
  }

  /** The stack, without the identities of the objects in it. */
  private static String stack(String thread) {
    return thread.lines().skip(1).map(l -> l.replaceAll("@[0-9a-f]+", "")).collect(joining("\n"));
  }

  private static String kind(String thread) {
    return thread.lines().findFirst().orElse("").replaceAll("^#\\d+ | [-0-9T:.]+Z?$", "");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
