package loosethreads.leakcheck.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real server with one handler, and a client that sends what no good client would. */
final class Endpoint implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Endpoint(HttpHandler handler) throws IOException {
    this(handler, InetAddress.getLoopbackAddress());
  }

  Endpoint(HttpHandler handler, InetAddress address) throws IOException {
    server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    server.setExecutor(threads);
    server.createContext("/debug/threads", handler);
    server.start();
  }

  /** An answer as it came: its head, and its body. */
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }
  }

  /** Asks as curl does. */
  Answer get(String target, String... headers) throws IOException {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + lines);
  }

  /** Sends the lines of a request, and reads until the server hangs up. */
  Answer send(String lines) throws IOException {
    return send(lines, server.getAddress().getAddress());
  }

  Answer send(String lines, InetAddress to) throws IOException {
    try (Socket socket = new Socket(to, server.getAddress().getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write((lines + "Connection: close\r\n\r\n").getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      return new Answer(answer.substring(0, end), answer.substring(end + 4));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
