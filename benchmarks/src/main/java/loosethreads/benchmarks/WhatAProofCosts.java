package loosethreads.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loosethreads.benchmarks.detector.Proving;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.SteadyHeap;
import loosethreads.workbook.bench.Setting;

/**
 * What it costs to prove that n threads can't be woken, in a heap with other things in it.
 *
 * <p>The subject is how much else is in the heap, in small objects; see {@link Proving}. Each value
 * is from a JVM of its own, and of its first proof: who asks for one seldom asks twice.
 *
 * <p>That JVM never takes objects apart, as leakcheck asks of one in which it is to prove things:
 * to start ten thousand threads makes the code that starts them hot, and what is compiled then
 * would have it refuse.
 */
final class WhatAProofCosts implements Experiment {
  /** In MiB: room for the largest program here, and for the analysis. */
  private static final int HEAP = 2_048;

  @Override
  public String name() {
    return "proof";
  }

  @Override
  public String question() {
    return "What does it cost to prove that N threads can't be woken, in a small heap and in a large"
        + " one?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<Step> steps = new ArrayList<>();
    for (int mebibytes : effort.pick(List.of(1), List.of(10), List.of(10, 100, 500))) {
      for (int threads :
          effort.pick(List.of(1), List.of(1, 10_000), List.of(1, 1_000, 10_000, 100_000))) {
        steps.add(proving(effort, Kind.VIRTUAL, threads, mebibytes));
      }
    }
    if (effort == Effort.FULL) {
      steps.add(proving(effort, Kind.PLATFORM, 1_000, 10));
    }
    return steps;
  }

  private static Step proving(Effort effort, Kind kind, int threads, int mebibytes) {
    int values = effort.pick(1, 1, mebibytes > 100 ? 2 : 3);
    var setting = new Setting(mebibytes + " MiB", "", kind.word(), threads);
    MeasuringJvm jvm =
        MeasuringJvm.of(
            Proving.class,
            SteadyHeap.flags(effort.pick(128, HEAP, HEAP), "-XX:-EliminateAllocations"));
    return new Step(
        setting.toString(),
        Duration.ofMillis(values * (2_500L + threads / 7 + mebibytes * 30L)),
        figures -> {
          for (int i = 0; i < values; i++) {
            jvm.run(kind.word(), threads, mebibytes)
                .addTo(
                    figures,
                    setting,
                    Proving.TIME,
                    Proving.STANDSTILL,
                    Proving.ALLOCATED,
                    Proving.PEAK);
          }
        });
  }
}
