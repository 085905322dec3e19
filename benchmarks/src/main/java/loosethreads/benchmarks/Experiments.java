package loosethreads.benchmarks;

import java.util.List;
import loosethreads.workbook.kata.Checkout;

/** All experiments, in the order in which they run. */
final class Experiments {
  static final List<Experiment> ALL = all(Checkout.find());

  private Experiments() {}

  private static List<Experiment> all(Checkout checkout) {
    return List.of(
        new WhatALeakCosts(),
        new Growth(checkout),
        new Price(),
        new BesideGo(checkout),
        new WhatTheCureCosts(),
        new WhatLeakcheckCosts(),
        new WhatAProofCosts(),
        new FeedbackLoop(checkout),
        new FirstSample(checkout),
        new LivePages(checkout),
        new OwnCommands(checkout));
  }
}
