package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import loosethreads.workbook.bench.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Runs every experiment once, as small as it gets: that they run, not how fast. */
class SmokeTest {
  static final List<Experiment> EXPERIMENTS = Experiments.ALL;

  private static List<Figure> figures(Experiment experiment) throws Exception {
    var figures = new Figures();
    for (Step step : experiment.steps(Effort.SMOKE)) {
      step.work().run(figures);
    }
    return figures.all();
  }

  @ParameterizedTest
  @FieldSource("EXPERIMENTS")
  void everyExperimentRunsAndFindsSomething(Experiment experiment) throws Exception {
    assertThat(figures(experiment)).isNotEmpty();
  }

  @Test
  void leakingLeavesAThreadForEachCallAndFixedNone() throws Exception {
    assertThat(figures(new WhatALeakCosts()))
        .filteredOn(f -> f.metric().equals("live threads"))
        .hasSize(4)
        .allSatisfy(
            f -> assertThat(f.values()).containsOnly(f.variant().equals("leaking") ? f.n() : 0.0));
  }
}
