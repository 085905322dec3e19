package loosethreads.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loosethreads.benchmarks.detector.Detector;
import loosethreads.benchmarks.detector.Keeping;
import loosethreads.benchmarks.detector.Watching;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.SteadyHeap;
import loosethreads.workbook.bench.Setting;

/**
 * What leakcheck adds to a test that passes, beside no detector and another one.
 *
 * <p>Subjects {@code a test with a thread} and {@code a test without}: the time of a test, which
 * starts one or none, while n virtual threads wait that were there before; see {@link Watching}.
 * Subject {@code a live thread}: the heap of each of n threads that the test itself has started;
 * see {@link Keeping}. The variant is the detector. Each value is from a JVM of its own.
 */
final class WhatLeakcheckCosts implements Experiment {
  private static final int KEPT = 10_000;

  @Override
  public String name() {
    return "leakcheck";
  }

  @Override
  public String question() {
    return "What does leakcheck add to a test that passes, while N other threads are alive?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<Step> steps = new ArrayList<>();
    for (Detector detector : Detector.values()) {
      for (int others :
          effort.pick(List.of(10), List.of(10), List.of(10, 1_000, 100_000, 1_000_000))) {
        steps.add(watching(effort, detector, others, true));
      }
    }
    if (effort == Effort.QUICK) {
      steps.add(watching(effort, Detector.LEAKCHECK, 100_000, true));
    }
    steps.add(watching(effort, Detector.LEAKCHECK, effort.pick(10, 100_000, 100_000), false));
    for (Detector detector : List.of(Detector.NONE, Detector.LEAKCHECK)) {
      steps.add(keeping(effort, detector));
    }
    return steps;
  }

  private static Step watching(Effort effort, Detector detector, int others, boolean starting) {
    boolean minutes = dumpsTakeMinutes(detector, others);
    int values =
        minutes
            ? 1
            : effort.pick(1, 1, others > 100_000 || dumpsTakeSeconds(detector, others) ? 2 : 3);
    int tests = effort.pick(2, testsInAClass(detector, others), testsInAClass(detector, others));
    int rounds = rounds(effort, detector, others, tests);
    long warm = dumpsTakeSeconds(detector, others) ? 0 : effort.pick(0L, 1_500L, 4_000L);
    String subject = starting ? "a test with a thread" : "a test without";
    var setting = new Setting(subject, detector.word(), Kind.VIRTUAL.word(), others);
    String heap = "-Xmx5g";
    MeasuringJvm jvm =
        detector.hasEyes()
            ? MeasuringJvm.of(Watching.class, heap)
            : MeasuringJvm.withoutEyes(Watching.class, heap);
    return new Step(
        setting.toString(),
        Duration.ofMillis(values * (500 + warm * 5 / 4 + wait(detector, others))),
        figures -> {
          for (int i = 0; i < values; i++) {
            jvm.run(detector, others, starting, tests, rounds, warm)
                .addTo(figures, setting, Watching.TIME);
          }
        });
  }

  /** As many as can be waited for: the class itself is watched, too, and all share in that. */
  private static int testsInAClass(Detector detector, int others) {
    if (dumpsTakeMinutes(detector, others)) {
      return 1;
    }
    if (others > 100_000 || (others > 10 && !detector.hasEyes())) {
      return 3;
    }
    return others > 1_000 || !detector.hasEyes() ? 10 : 100;
  }

  private static int rounds(Effort effort, Detector detector, int others, int tests) {
    return tests > 10 ? 11 : dumpsTakeSeconds(detector, others) ? 1 : effort.pick(1, 3, 3);
  }

  private static boolean dumpsTakeSeconds(Detector detector, int others) {
    return !detector.hasEyes() && others > 1_000;
  }

  /** A test, once, is all that there is time for. */
  private static boolean dumpsTakeMinutes(Detector detector, int others) {
    return !detector.hasEyes() && others > 100_000;
  }

  /** Milliseconds; to dump threads takes longer than to start them. */
  private static long wait(Detector detector, int others) {
    if (dumpsTakeMinutes(detector, others)) {
      return others / 6;
    }
    return detector.hasEyes() ? others / 30 : 1_000L + others * 7L / 10;
  }

  private static Step keeping(Effort effort, Detector detector) {
    int values = effort.pick(1, 1, 5);
    int threads = effort.pick(10, KEPT / 5, KEPT);
    var setting = new Setting("a live thread", detector.word(), Kind.VIRTUAL.word(), threads);
    // One compiler only, or it is chance which of them has made the frames.
    MeasuringJvm jvm =
        MeasuringJvm.of(Keeping.class, SteadyHeap.flags(256, "-XX:TieredStopAtLevel=1"));
    return new Step(
        setting.toString(),
        Duration.ofMillis(values * effort.pick(900L, 3_000L, 3_000L)),
        figures -> {
          for (int i = 0; i < values; i++) {
            jvm.run(detector, threads).addTo(figures, setting, Keeping.HEAP);
          }
        });
  }
}
