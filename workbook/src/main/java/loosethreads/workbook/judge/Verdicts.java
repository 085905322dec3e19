package loosethreads.workbook.judge;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import loosethreads.workbook.child.Message;
import loosethreads.workbook.judge.Run.End;
import loosethreads.workbook.judge.Verdict.Leak;
import loosethreads.workbook.judge.Verdict.TestResult;
import loosethreads.workbook.kata.Kata;

/** Weighs what happened into a verdict, and says why in words that a learner can act on. */
final class Verdicts {
  /** The exit value of a JVM that ran out of memory under {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  /** A process that signal n killed has the exit value 128 + n. */
  private static final int KILLED = 128 + 9;

  private static final Gson JSON = new Gson();

  private Verdicts() {}

  static Verdict notCompiling(Kata kata, long millis, String why) {
    return new Verdict(kata, Outcome.NOT_COMPILING, millis, List.of(), List.of(), why, "");
  }

  static Verdict noJvm(Kata kata, long millis, String why) {
    return new Verdict(kata, Outcome.CRASHED, millis, List.of(), List.of(), why, "");
  }

  static Verdict of(Kata kata, long millis, Run run, End end, Limits limits, String output) {
    List<Message.Ended> tests = run.tests();
    var results =
        tests.stream().map(t -> new TestResult(t.test(), t.outcome(), t.message())).toList();
    List<Leak> leaks = leaks(tests);
    return switch (end) {
      case End.Gone gone ->
          new Verdict(kata, Outcome.CRASHED, millis, results, leaks, gone(gone, output), output);
      case End.TimedOut late ->
          new Verdict(kata, Outcome.TIMED_OUT, millis, results, leaks, late(late, limits), output);
      case End.Finished() -> {
        Outcome outcome = weigh(tests);
        yield new Verdict(kata, outcome, millis, results, leaks, why(outcome, tests), output);
      }
    };
  }

  private static Outcome weigh(List<Message.Ended> tests) {
    List<Message.Ended> bad = tests.stream().filter(t -> !t.outcome().equals("passed")).toList();
    if (bad.isEmpty()) {
      return tests.isEmpty() ? Outcome.WRONG : Outcome.SOLVED;
    }
    return bad.stream().allMatch(Message.Ended::leak) ? Outcome.LEAKING : Outcome.WRONG;
  }

  private static String why(Outcome outcome, List<Message.Ended> tests) {
    return switch (outcome) {
      case SOLVED -> "";
      case LEAKING -> failures(tests, true);
      default ->
          tests.isEmpty() ? "No test ran: is the test class still there?" : failures(tests, false);
    };
  }

  /** The failures with their messages. A message that was already given is not given twice. */
  private static String failures(List<Message.Ended> tests, boolean leaks) {
    Map<String, List<String>> testsByMessage = new LinkedHashMap<>();
    for (Message.Ended test : tests) {
      if (!test.outcome().equals("passed") && test.leak() == leaks) {
        testsByMessage.computeIfAbsent(test.message(), _ -> new ArrayList<>()).add(test.test());
      }
    }
    String told =
        testsByMessage.entrySet().stream()
            .map(e -> String.join("\n", e.getValue()) + "\n" + e.getKey().indent(2).stripTrailing())
            .collect(Collectors.joining("\n\n"));
    long leaking = tests.stream().filter(Message.Ended::leak).count();
    return leaks || leaking == 0
        ? told
        : told + "\n\nThreads were left over, too; first mend what is above.";
  }

  private static String late(End.TimedOut late, Limits limits) {
    String what =
        late.test().isEmpty()
            ? "The tests did not begin in time."
            : "%s\n  did not end within %d s and was stopped."
                .formatted(late.test(), limits.test().toSeconds());
    return late.stack().isEmpty() ? what : what + " It stood here:\n" + late.stack();
  }

  private static String gone(End.Gone gone, String output) {
    String during = gone.test().isEmpty() ? "" : gone.test() + "\n  ";
    if (gone.exitCalledAt().isPresent()) {
      String where = gone.exitCalledAt().get();
      return during
          + "The program ended the JVM with System.exit(%d).".formatted(gone.exitValue())
          + (where.isEmpty() ? "" : " It did so here:\n" + where);
    }
    if (gone.exitValue() == OUT_OF_MEMORY && output.contains("java.lang.OutOfMemoryError")) {
      return during + "The program ran out of memory.";
    }
    if (gone.exitValue() == KILLED) {
      return during
          + "The JVM was killed from outside (signal 9) before the tests ended. Run it once more.";
    }
    return during
        + "The JVM ended with exit value %d before the tests did: Runtime.halt, or a crash of the JVM itself."
            .formatted(gone.exitValue());
  }

  private record Report(List<Leak> leaks) {}

  /** The leaks of all tests; those that look alike are counted together. */
  private static List<Leak> leaks(List<Message.Ended> tests) {
    Map<Leak, Integer> counts = new LinkedHashMap<>();
    for (Message.Ended test : tests) {
      for (String json : test.reports()) {
        for (Leak leak : JSON.fromJson(json, Report.class).leaks()) {
          counts.merge(leak.counted(0), leak.count(), Integer::sum);
        }
      }
    }
    return counts.entrySet().stream()
        .map(e -> e.getKey().counted(e.getValue()))
        .sorted((a, b) -> b.count() - a.count())
        .toList();
  }
}
