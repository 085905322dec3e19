// Tempting: close in the constructor whatever fails there. Later the server hangs up: no more
// lines, and the socket is closed.
// Rejected as wrong: a server that breaks down does not hang up. The next read throws, and jumps
// over the line that closes.
package locks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A connection to a server that sends news, a line each.
 *
 * <p>In production: on Sundays the server is being repaired and lets nobody in. Programs try again
 * every second, as they should. On Monday all are connected, once each, with some thousand threads
 * and as many open sockets. Nobody can say which of them could be closed, and by whom.
 *
 * <p>What a connection promises:
 *
 * <ul>
 *   <li>A new connection is logged in. If the server says nothing, or anything else than {@code
 *       WELCOME}, an {@code IOException} tells what it said. There is an exception, too, if no
 *       version follows, which is a number, and if the caller, a virtual thread, is interrupted.
 *   <li>Where there was an exception there is no connection: soon no thread and no socket is left.
 *   <li>The listener gets all news in order. A quiet server is waited for in one go, however long.
 *   <li>After {@link #close}, which may be called twice, or when the server hangs up, soon no
 *       thread and no socket is left either.
 * </ul>
 */
public class K46_Connection implements AutoCloseable {
  private final Socket socket;
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final int version;

  /** Connects and logs in. */
  public K46_Connection(InetSocketAddress server, String password, Consumer<String> listener)
      throws IOException, InterruptedException, ExecutionException {
    socket = new Socket(server.getAddress(), server.getPort());
    Thread.ofVirtual().name("reader").start(() -> read(listener));
    try {
      version = logIn(password);
    } catch (Throwable e) {
      // The caller gets no connection that could be closed. What is open is known in here only.
      close();
      throw e;
    }
  }

  private int logIn(String password) throws IOException, InterruptedException, ExecutionException {
    send("LOGIN " + password);
    String said = answer.get();
    if (!said.startsWith("WELCOME ")) {
      throw new IOException("The server said: " + said);
    }
    return Integer.parseInt(said.substring("WELCOME ".length()));
  }

  private void read(Consumer<String> listener) {
    try {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      answer.complete(Objects.requireNonNullElse(in.readLine(), "nothing"));
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        listener.accept(line);
      }
      close();
    } catch (IOException e) {
      // The end of the connection, whoever hung up.
      answer.completeExceptionally(e);
    }
  }

  /** Sends a line to the server. */
  public void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
  }

  /** The version that the server told. */
  public int version() {
    return version;
  }

  /** Hangs up. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
