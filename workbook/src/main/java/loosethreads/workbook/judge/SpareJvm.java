package loosethreads.workbook.judge;

import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.child.Job;
import loosethreads.workbook.child.Message;
import loosethreads.workbook.jvm.ChildJvm;

/** A child JVM that is started ahead of time, runs one job, and is killed. */
final class SpareJvm implements AutoCloseable {
  /**
   * What is kept of the child's output; it caps itself, this holds for what gets past its {@code
   * System.out}.
   */
  private static final int MOST_OUTPUT = 128 * 1024;

  private static final Duration LONGEST_OUTPUT = Duration.ofMillis(300);

  private final Scratch scratch;
  private final ChildJvm jvm;
  private final BlockingQueue<Event> events;
  private final StringBuilder output;

  /** Something that came from the child. */
  sealed interface Event {
    /** It said something. */
    record Said(Message message) implements Event {}

    /** It will say no more. */
    record Gone() implements Event {}
  }

  /** Keeps what comes from the child until it is asked for. */
  private record Keeper(BlockingQueue<Event> events, StringBuilder output)
      implements ChildJvm.Listener {
    @Override
    public void said(List<String> fields) {
      Message.of(fields).map(Event.Said::new).ifPresent(events::add);
    }

    @Override
    public void printed(String text) {
      synchronized (output) {
        int room = MOST_OUTPUT - output.length();
        if (room > 0) {
          output.append(text, 0, Math.min(room, text.length()));
        }
      }
    }

    @Override
    public void gone() {
      events.add(new Event.Gone());
    }
  }

  /**
   * Starts the child and returns at once.
   *
   * @param command the JVM, its options and the main class; the arguments are added
   * @param eager whether it is to use the time until its job comes to get warm
   */
  SpareJvm(List<String> command, Limits limits, boolean eager) throws IOException {
    events = new LinkedBlockingQueue<>();
    output = new StringBuilder();
    scratch = new Scratch();
    List<String> ours = new ArrayList<>(command);
    ours.add(1, scratch.option());
    jvm =
        new ChildJvm(
            "judge",
            ours,
            List.of(Long.toString(limits.test().toMillis()), eager ? "eager" : "lazy"),
            new Keeper(events, output));
  }

  /** Hands over the job. A child that died meanwhile shows as {@link Event.Gone}. */
  void run(Job job) {
    try {
      job.write(new DataOutputStream(jvm.input()));
    } catch (IOException e) {
      events.add(new Event.Gone());
    }
  }

  /** The next event, or nothing if none comes in time. */
  Optional<Event> next(Duration within) throws InterruptedException {
    return Optional.ofNullable(events.poll(within.toMillis(), TimeUnit.MILLISECONDS));
  }

  boolean alive() {
    return jvm.alive();
  }

  /** How it ended, once it is gone. */
  int exitValue() throws InterruptedException {
    return jvm.exitValue();
  }

  /** Waits until all output of a child that finished has come in, which ends its output then. */
  void awaitOutput() throws InterruptedException {
    jvm.awaitOutput(LONGEST_OUTPUT);
  }

  /** What the candidate printed, as far as it was kept. */
  String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /**
   * Kills the child, waits until it is gone, and clears away what it left. To close it again does
   * nothing.
   */
  @Override
  public void close() {
    jvm.close();
    scratch.close();
  }
}
