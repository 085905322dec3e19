package loosethreads.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loosethreads.benchmarks.cure.Asking;
import loosethreads.benchmarks.cure.Cure;
import loosethreads.benchmarks.cure.Ending;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What it costs that threads can be ended.
 *
 * <p>Subject {@code ending}: milliseconds until n threads that wait have ended; see {@link Ending}.
 * The variant is what ends them. Subject {@code asking}: items a second of a loop that asks whether
 * it should end; see {@link Asking}. The variant is what it asks.
 */
final class WhatTheCureCosts implements Experiment {
  private static final Metric ENDING = new Metric("time to end all", Unit.MILLIS);
  private static final Metric ASKING = new Metric("items", Unit.PER_SECOND);

  /** What a loop may ask: the method of the benchmark, and how the results name it. */
  private static final Map<String, String> QUESTIONS =
      Map.of(
          "never", "does not ask",
          "interrupt", "interrupt",
          "interruptEvery100", "interrupt every 100th time",
          "flag", "volatile flag",
          "latch", "latch",
          "channel", "done channel");

  private static final List<String> IN_ORDER =
      List.of("never", "interrupt", "interruptEvery100", "flag", "latch", "channel");

  @Override
  public String name() {
    return "cure";
  }

  @Override
  public String question() {
    return "What does it cost that a thread can be ended?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<Step> steps = new ArrayList<>();
    for (Cure cure : Cure.values()) {
      for (int n : effort.pick(List.of(10), List.of(1, 1_000), List.of(1, 1_000, 100_000))) {
        steps.add(ending(effort, cure, n, Kind.VIRTUAL));
        if (n <= 1_000 && effort == Effort.FULL) {
          steps.add(ending(effort, cure, n, Kind.PLATFORM));
        }
      }
    }
    for (String question :
        effort == Effort.QUICK ? List.of("never", "interrupt", "channel") : IN_ORDER) {
      steps.add(asking(effort, question));
    }
    return steps;
  }

  private static Step ending(Effort effort, Cure cure, int n, Kind kind) {
    int forks = effort.pick(1, 1, 2);
    // One thread ends within microseconds: what is to be warm for that needs more rounds.
    int warmUps = n == 1 ? 100 : n <= 1_000 ? 10 : 2;
    int rounds = n == 1 ? 20 : n <= 1_000 ? 10 : 3;
    var setting = new Setting("ending", cure.word(), kind.word(), n);
    return new Step(
        setting.toString(),
        Duration.ofMillis(forks * (1_000L + n / 10)),
        figures ->
            Jmh.run(
                effort,
                Jmh.options(Ending.class, "end")
                    .forks(forks)
                    .warmupIterations(warmUps)
                    .measurementIterations(rounds)
                    .param("cure", cure.name())
                    .param("kind", kind.name())
                    .param("n", Integer.toString(n)),
                _ -> setting,
                Map.of(Jmh.SCORE, ENDING),
                figures));
  }

  private static Step asking(Effort effort, String question) {
    int forks = effort.pick(1, 1, 2);
    TimeValue time = TimeValue.milliseconds(effort.pick(20, 300, 1_000));
    var setting = new Setting("asking", QUESTIONS.get(question), Kind.PLATFORM.word(), 1);
    return new Step(
        setting.toString(),
        Duration.ofMillis(
            forks * (700L + 6 * time.convertTo(java.util.concurrent.TimeUnit.MILLISECONDS))),
        figures ->
            Jmh.run(
                effort,
                Jmh.options(Asking.class, question)
                    .forks(forks)
                    .warmupTime(time)
                    .measurementTime(time)
                    .param("work", "1"),
                _ -> setting,
                Map.of(Jmh.SCORE, ASKING),
                figures));
  }
}
