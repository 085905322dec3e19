package loosethreads.workbook.judge;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.child.Job;
import loosethreads.workbook.child.Message;

/** A child JVM that is started ahead of time, runs one job, and is killed. */
final class SpareJvm implements AutoCloseable {
  /**
   * What is kept of the child's output; it caps itself, this holds for what gets past its {@code
   * System.out}.
   */
  private static final int MOST_OUTPUT = 128 * 1024;

  private static final Duration LONGEST_OUTPUT = Duration.ofMillis(300);

  private final Process process;
  private final String nonce;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final StringBuilder output = new StringBuilder();
  private final Thread outputReader;
  private final Thread messageReader;

  /** Something that came from the child. */
  sealed interface Event {
    /** It said something. */
    record Said(Message message) implements Event {}

    /** It will say no more. */
    record Gone() implements Event {}
  }

  /**
   * Starts the child and returns at once.
   *
   * @param command the JVM, its options and the main class; the arguments are added
   * @param eager whether it is to use the time until its job comes to get warm
   */
  SpareJvm(List<String> command, Limits limits, boolean eager) throws IOException {
    byte[] random = new byte[12];
    ThreadLocalRandom.current().nextBytes(random);
    nonce = HexFormat.of().formatHex(random);
    var full = new ArrayList<>(command);
    full.add(nonce);
    full.add(Long.toString(limits.test().toMillis()));
    full.add(eager ? "eager" : "lazy");
    process = new ProcessBuilder(full).start();
    outputReader = Thread.ofPlatform().name("judge-output").daemon().start(this::readOutput);
    messageReader = Thread.ofPlatform().name("judge-messages").daemon().start(this::readMessages);
  }

  /** Hands over the job. A child that died meanwhile shows as {@link Event.Gone}. */
  void run(Job job) {
    try {
      job.write(new DataOutputStream(process.getOutputStream()));
    } catch (IOException e) {
      events.add(new Event.Gone());
    }
  }

  /** The next event, or nothing if none comes in time. */
  Optional<Event> next(Duration within) throws InterruptedException {
    return Optional.ofNullable(events.poll(within.toMillis(), TimeUnit.MILLISECONDS));
  }

  boolean alive() {
    return process.isAlive();
  }

  /** How it ended, once it is gone. */
  int exitValue() throws InterruptedException {
    return process.waitFor();
  }

  /**
   * Waits until all output of a child that finished has come in, which ends its output then. Not
   * for long: a process that it left behind may have the other end open still.
   */
  void awaitOutput() throws InterruptedException {
    outputReader.join(LONGEST_OUTPUT);
  }

  /** What the candidate printed, as far as it was kept. */
  String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  private void readMessages() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Message> message = Message.parse(line, nonce);
        if (message.isPresent()) {
          events.add(new Event.Said(message.get()));
        } else {
          keep(line + "\n");
        }
      }
    } catch (IOException e) {
      // The child is gone; so it is said below.
    }
    events.add(new Event.Gone());
  }

  private void readOutput() {
    try (InputStream in = process.getInputStream();
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      char[] buffer = new char[8192];
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        keep(new String(buffer, 0, n));
      }
    } catch (IOException e) {
      // The child is gone: there is no more output.
    }
  }

  private void keep(String text) {
    synchronized (output) {
      int room = MOST_OUTPUT - output.length();
      if (room > 0) {
        output.append(text, 0, Math.min(room, text.length()));
      }
    }
  }

  /**
   * Kills the child and whatever it started, and waits until they are gone. To close it again does
   * nothing.
   */
  @Override
  public void close() {
    try {
      // First the grandchildren: once their parent is dead they can't be found any more.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      messageReader.join(Duration.ofSeconds(1));
      outputReader.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
