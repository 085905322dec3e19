package loosethreads.benchmarks.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./kata live} as a process, asked over HTTP as a page asks it. */
public final class ServedBook implements AutoCloseable {
  private static final String SAYS = "Live pages: ";
  private static final int PATIENCE_MILLIS = 60_000;

  private final Process process;
  private final Path log;
  private final URI address;

  private ServedBook(Process process, Path log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts it and waits until it says where it is: at once if the book is rendered, after half a
   * minute if not.
   *
   * @param command {@code ./kata live --no-open}
   * @throws IllegalStateException if it does not start; the message ends with what it said
   */
  public static ServedBook start(List<String> command) throws IOException {
    Path log = Files.createTempFile("bench-live-", ".log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith(SAYS)) {
      process.destroyForcibly();
      String said = Files.readString(log);
      Files.delete(log);
      throw new IllegalStateException("./kata live did not start: " + said);
    }
    return new ServedBook(process, log, URI.create(line.substring(SAYS.length())));
  }

  /** Where it is, without the token. */
  String authority() {
    return address.getAuthority();
  }

  /** What lets a page in: the header's value. */
  String token() {
    return address.getFragment().substring("t=".length());
  }

  /** The server's own process. */
  ProcessHandle process() {
    return process.toHandle();
  }

  /** The JVMs of programs, the spare one among them. */
  public List<ProcessHandle> jvms() {
    return process.descendants().toList();
  }

  /**
   * Asks for a page, or for what the API says, and reads the answer to its end.
   *
   * @return how long that took, in milliseconds. The connection is kept from one time to the next
   * @throws IOException if the answer is another one than 200
   */
  double millisToGet(String path) throws IOException {
    long start = System.nanoTime();
    HttpURLConnection asked = ask(path);
    try (InputStream answer = asked.getInputStream()) {
      answer.transferTo(OutputStream.nullOutputStream());
    }
    double millis = (System.nanoTime() - start) / 1e6;
    if (asked.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(path + " was answered with " + asked.getResponseCode());
    }
    return millis;
  }

  /** Has an effect, as a button of a page has it. */
  void post(String path, String json) throws IOException {
    HttpURLConnection asked = ask(path);
    asked.setDoOutput(true);
    asked.setRequestProperty("Content-Type", "application/json");
    asked.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    if (asked.getResponseCode() != HttpURLConnection.HTTP_NO_CONTENT) {
      throw new IOException(path + " was answered with " + asked.getResponseCode());
    }
  }

  private HttpURLConnection ask(String path) throws IOException {
    var asked =
        (HttpURLConnection) URI.create("http://" + authority() + path).toURL().openConnection();
    asked.setRequestProperty("X-Loose-Threads", token());
    asked.setReadTimeout(PATIENCE_MILLIS);
    return asked;
  }

  /** Kills it, if it has not ended, and what it started. */
  @Override
  public void close() throws IOException {
    jvms().forEach(ProcessHandle::destroyForcibly);
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.delete(log);
  }
}
