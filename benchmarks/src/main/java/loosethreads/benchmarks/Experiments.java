package loosethreads.benchmarks;

import java.util.List;

/** All experiments, in the order in which they run. */
final class Experiments {
  static final List<Experiment> ALL =
      List.of(
          new WhatALeakCosts(), new Growth(), new Price(), new BesideGo(), new WhatTheCureCosts());

  private Experiments() {}
}
