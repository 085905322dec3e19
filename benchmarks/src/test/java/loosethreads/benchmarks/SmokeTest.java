package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.kata.Checkout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Runs every experiment once, as small as it gets: that they run, not how fast. */
class SmokeTest {
  static final List<Experiment> EXPERIMENTS = Experiments.ALL;

  /** What {@code ./kata live} serves here; to render all of it takes half a minute. */
  @BeforeAll
  static void aBookOfOnePage() throws IOException {
    Path site = Checkout.find().state().resolve("site");
    Files.createDirectories(site.resolve("chapters"));
    Files.writeString(site.resolve("index.html"), "<p>front page");
    Files.writeString(site.resolve("chapters/context.html"), "<p>a chapter");
  }

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

  @Test
  void aKataIsMeasuredAsItCameAndAsTheReferenceEndsIt() throws Exception {
    assertThat(figures(new Growth(Checkout.find())))
        .filteredOn(f -> f.metric().equals("live threads"))
        .extracting(Figure::subject, Figure::variant, Figure::values)
        .containsExactlyInAnyOrder(
            tuple("K21", "leaking", List.of(10.0)), tuple("K21", "fixed", List.of(0.0)));
  }

  @Test
  void withoutGoOnlyJavaIsMeasuredAndItSaysSo() throws Exception {
    var withoutGo = new BesideGo(Checkout.find(), Optional::empty);

    assertThat(withoutGo.go()).isEmpty();
    assertThat(withoutGo.steps(Effort.FULL).getFirst().what())
        .isEqualTo("Go is not installed: left out");
    assertThat(figures(withoutGo)).isNotEmpty().allMatch(f -> f.kind().equals("virtual"));
  }
}
