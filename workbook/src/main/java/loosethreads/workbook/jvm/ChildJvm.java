package loosethreads.workbook.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import loosethreads.workbook.wire.MarkedLine;

/**
 * A child JVM: what it says on its channel, which is standard error, is told apart from what is
 * printed in it by a nonce. Closing it ends it.
 */
public final class ChildJvm implements AutoCloseable {
  private final Listener listener;
  private final Process process;
  private final String nonce;
  private final Thread outputReader;
  private final Thread messageReader;

  /** Hears a child. Messages come in order on one thread, output on another. */
  public interface Listener {
    /** Hears what the child said on its channel. */
    void said(List<String> fields);

    /** Hears what was printed. */
    void printed(String text);

    /** Hears, last of all on the thread of messages, that it will say no more. */
    void gone();
  }

  /**
   * Starts the child and returns at once.
   *
   * @param name what the threads that listen are called
   * @param command the JVM, its options and the main class
   * @param arguments what is added after the nonce
   */
  public ChildJvm(String name, List<String> command, List<String> arguments, Listener listener)
      throws IOException {
    this.listener = listener;
    byte[] random = new byte[12];
    ThreadLocalRandom.current().nextBytes(random);
    nonce = HexFormat.of().formatHex(random);
    var full = new ArrayList<>(command);
    full.add(nonce);
    full.addAll(arguments);
    process = new ProcessBuilder(full).start();
    outputReader = Thread.ofPlatform().name(name + "-output").daemon().start(this::readOutput);
    messageReader = Thread.ofPlatform().name(name + "-messages").daemon().start(this::readMessages);
  }

  /** The child's standard input. When it ends, the child does. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Waits for its end, and tells how it ended. */
  public int exitValue() throws InterruptedException {
    return process.waitFor();
  }

  /**
   * Waits until all that was printed has been heard, once the child has ended its output. Not for
   * long: a process that it left behind may have the other end open still.
   */
  public void awaitOutput(Duration most) throws InterruptedException {
    outputReader.join(most);
  }

  private void readMessages() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<List<String>> fields = MarkedLine.fields(line, nonce);
        if (fields.isPresent()) {
          listener.said(fields.get());
        } else {
          listener.printed(line + "\n");
        }
      }
    } catch (IOException e) {
      // The child is gone; so it is said below.
    }
    listener.gone();
  }

  private void readOutput() {
    try (InputStream in = process.getInputStream();
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      char[] buffer = new char[8192];
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        listener.printed(new String(buffer, 0, n));
      }
    } catch (IOException e) {
      // The child is gone: there is no more output.
    }
  }

  /** Kills the child and whatever it started, without waiting. */
  public void kill() {
    // First the grandchildren: once their parent is dead they can't be found any more.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /**
   * Kills the child and whatever it started, and waits until they are gone. To close it again does
   * nothing.
   */
  @Override
  public void close() {
    kill();
    try {
      process.waitFor();
      messageReader.join(Duration.ofSeconds(1));
      outputReader.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
