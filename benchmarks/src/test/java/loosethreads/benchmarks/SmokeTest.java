package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once, small and in this JVM: that they run, not how fast. */
class SmokeTest {
  private static Collection<RunResult> run(OptionsBuilder options) throws RunnerException {
    options
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    return new Runner(options.build()).run();
  }

  private static long left(Collection<RunResult> results, String method) {
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().endsWith("." + method))
        .map(r -> (Result<?>) r.getSecondaryResults().get("threads"))
        .mapToLong(r -> (long) r.getScore())
        .sum();
  }

  @Test
  void leakingLeavesAThreadForEachCallAndFixedNone() throws RunnerException {
    var options = new OptionsBuilder();
    options.include(WhatALeakCosts.class.getSimpleName()).param("n", "20");

    Collection<RunResult> results = run(options);

    assertThat(left(results, "leaking")).as("20 of each kind").isEqualTo(40);
    assertThat(left(results, "fixed")).isZero();
  }

  @Test
  void leakcheckIsMeasuredWithAndWithout() throws RunnerException {
    var options = new OptionsBuilder();
    options
        .include(WhatLeakcheckCosts.class.getSimpleName())
        .param("alive", "10")
        .measurementTime(org.openjdk.jmh.runner.options.TimeValue.milliseconds(50));

    assertThat(run(options)).hasSize(2);
  }
}
