package loosethreads.workbook.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loosethreads.workbook.child.Message;
import loosethreads.workbook.judge.SpareJvm.Event;

/** One job in one child JVM, from the first message to its end, however it ends. */
final class Run {
  /** After the child's own watchdog should have spoken; then it is too busy to speak at all. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Limits limits;
  private final List<Message.Ended> ended = new ArrayList<>();
  private final List<Message.Sample> samples = new ArrayList<>();
  private String current = "";
  private Optional<String> exiting = Optional.empty();

  /** How a run ended. */
  sealed interface End {
    /** All tests were run. */
    record Finished() implements End {}

    /** A test, or all of them together, took too long. */
    record TimedOut(String test, String stack) implements End {}

    /** The JVM ended before the tests did. */
    record Gone(int exitValue, Optional<String> exitCalledAt, String test) implements End {}
  }

  Run(Limits limits) {
    this.limits = limits;
  }

  /** The tests that ended. */
  List<Message.Ended> tests() {
    return ended;
  }

  /** What was left behind, if it was asked to count that. */
  List<Message.Sample> samples() {
    return samples;
  }

  /** Whether a test was begun. */
  boolean begun() {
    return !current.isEmpty() || !ended.isEmpty();
  }

  /** Follows the child until it is done, stuck, or gone. */
  End follow(SpareJvm jvm) throws InterruptedException {
    long deadline = System.nanoTime() + limits.run().toNanos();
    while (true) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      // Before the first test it is the JVM that is slow, and only the limit of the run counts.
      Duration silence = begun() ? limits.test().plus(PATIENCE) : left;
      Optional<Event> event = jvm.next(left.compareTo(silence) < 0 ? left : silence);
      if (event.isEmpty()) {
        return new End.TimedOut(current, "");
      }
      switch (event.get()) {
        case Event.Gone() -> {
          return new End.Gone(jvm.exitValue(), exiting, current);
        }
        case Event.Said(Message.Started(String test)) -> current = test;
        case Event.Said(Message.Ended test) -> ended.add(test);
        case Event.Said(Message.Exiting(String stack)) -> exiting = Optional.of(stack);
        case Event.Said(Message.Finished()) -> {
          return new End.Finished();
        }
        case Event.Said(Message.Stuck(String test, String stack)) -> {
          return new End.TimedOut(test, stack);
        }
        case Event.Said(Message.Sample sample) -> samples.add(sample);
        case Event.Said(Message.Ready()) -> {}
      }
    }
  }
}
