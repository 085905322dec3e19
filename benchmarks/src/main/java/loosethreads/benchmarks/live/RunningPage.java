package loosethreads.benchmarks.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of {@link ServedBook} on which a program runs: a connection of its own, on which it reads
 * whatever the program does.
 */
public final class RunningPage implements AutoCloseable {
  /** What a program prints first, so that its JVM can be watched. */
  private static final String SAYS_WHO = "System.out.println(ProcessHandle.current().pid());\n";

  private static final Pattern RUN = Pattern.compile("\"run\":\"(\\w+)\"");
  private static final Pattern PID = Pattern.compile("\"text\":\"(\\d+)\\\\n");

  private final ServedBook book;
  private final Socket socket;
  private final String run;
  private final ProcessHandle jvm;
  private final Thread reader;

  private RunningPage(ServedBook book, Socket socket, String source) throws IOException {
    this.book = book;
    this.socket = socket;
    send(source);
    var lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    this.run = await(lines, RUN);
    this.jvm = ProcessHandle.of(Long.parseLong(await(lines, PID))).orElseThrow();
    this.reader = Thread.ofVirtual().start(() -> readAll(lines));
  }

  /**
   * Presses Run and waits until the program has begun.
   *
   * @param source of a program that goes on
   * @throws IOException if it did not begin; the message ends with what came last
   */
  static RunningPage open(ServedBook book, String source) throws IOException {
    URI at = URI.create("http://" + book.authority());
    var socket = new Socket(at.getHost(), at.getPort());
    try {
      return new RunningPage(book, socket, SAYS_WHO + source);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** In a version of HTTP in which an answer is what comes until the end. */
  private void send(String source) throws IOException {
    byte[] body = "{\"source\":\"%s\"}".formatted(escaped(source)).getBytes(StandardCharsets.UTF_8);
    String head =
        """
        POST /api/runs HTTP/1.0
        Host: %s
        X-Loose-Threads: %s
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(book.authority(), book.token(), body.length);
    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(body);
  }

  private static String escaped(String source) {
    return source.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String await(BufferedReader lines, Pattern what) throws IOException {
    String last = "nothing";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      last = line;
      Matcher found = what.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
    }
    throw new IOException("a program did not begin; last came: " + last);
  }

  private static void readAll(BufferedReader lines) {
    try (lines) {
      lines.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The page is closed.
    }
  }

  /** The JVM of its program. */
  public ProcessHandle jvm() {
    return jvm;
  }

  /** Presses Stop. */
  void stop() throws IOException {
    book.post("/api/runs/stop", "{\"run\":\"%s\"}".formatted(run));
  }

  /** Waits until the server has told all that there is to tell of the program. */
  public void awaitEnd() throws InterruptedException {
    reader.join();
  }

  /** Closes the connection, as the end of a page does. */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
