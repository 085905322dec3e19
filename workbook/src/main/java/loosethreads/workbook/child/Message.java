package loosethreads.workbook.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the spare JVM tells the judge: one line each on its standard error stream. */
public sealed interface Message {

  /** JUnit is loaded; a job may come. */
  record Ready() implements Message {}

  /** A test began. */
  record Started(String test) implements Message {}

  /**
   * A test ended, or a test class as a whole did not end well.
   *
   * @param outcome {@code passed}, {@code failed} or {@code aborted}
   * @param leak whether all it failed for is a leak
   * @param message the failure's text, or nothing
   * @param reports leakcheck's JSON, one for each leak error among the failures
   */
  record Ended(String test, String outcome, boolean leak, String message, List<String> reports)
      implements Message {}

  /** All tests ended. */
  record Finished() implements Message {}

  /** The JVM is about to end before the tests did; the stack of whoever asked for it. */
  record Exiting(String stack) implements Message {}

  /** A test takes too long; the stack of the thread that runs it. */
  record Stuck(String test, String stack) implements Message {}

  /**
   * What was left behind by then.
   *
   * @param round how often the tests had run
   * @param millis since before the first round
   * @param platform platform threads, more than there were before
   * @param virtual virtual threads, more than there were before
   * @param heap bytes in use after a collection
   */
  record Sample(int round, long millis, int platform, int virtual, long heap) implements Message {}

  /** Takes a message apart. */
  default List<String> fields() {
    return switch (this) {
      case Ready() -> List.of("ready");
      case Started(var test) -> List.of("started", test);
      case Ended e -> {
        var f = new ArrayList<>(List.of("ended", e.test, e.outcome, "" + e.leak, e.message));
        f.addAll(e.reports);
        yield f;
      }
      case Finished() -> List.of("finished");
      case Exiting(var stack) -> List.of("exiting", stack);
      case Stuck(var test, var stack) -> List.of("stuck", test, stack);
      case Sample s ->
          List.of(
              "sample", "" + s.round, "" + s.millis, "" + s.platform, "" + s.virtual, "" + s.heap);
    };
  }

  /** Puts a message together again; nothing if the fields are none. */
  static Optional<Message> of(List<String> f) {
    return switch (f.getFirst()) {
      case "ready" -> Optional.of(new Ready());
      case "started" -> Optional.of(new Started(f.get(1)));
      case "ended" ->
          Optional.of(
              new Ended(
                  f.get(1), f.get(2), f.get(3).equals("true"), f.get(4), f.subList(5, f.size())));
      case "finished" -> Optional.of(new Finished());
      case "exiting" -> Optional.of(new Exiting(f.get(1)));
      case "stuck" -> Optional.of(new Stuck(f.get(1), f.get(2)));
      case "sample" ->
          Optional.of(
              new Sample(
                  Integer.parseInt(f.get(1)),
                  Long.parseLong(f.get(2)),
                  Integer.parseInt(f.get(3)),
                  Integer.parseInt(f.get(4)),
                  Long.parseLong(f.get(5))));
      default -> Optional.empty();
    };
  }
}
