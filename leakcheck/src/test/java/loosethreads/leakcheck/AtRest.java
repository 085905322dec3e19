package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Waits until the threads of a program have come to where they stay. */
final class AtRest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  /** A thread that spins for good never lets a dump be safe. */
  private static final long A_MOMENT = 200_000_000;

  private AtRest() {}

  /** Returns when the predicate accepts what the threads that the watch sees wait for. */
  static void await(Watch watch, Predicate<List<String>> accepted) {
    long start = System.nanoTime();
    List<String> reasons = reasons(watch);
    while (reasons.isEmpty() || !accepted.test(reasons)) {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("%s", reasons)
          .isLessThan(LONG_ENOUGH);
      Thread.onSpinWait();
      reasons = reasons(watch);
    }
  }

  private static List<String> reasons(Watch watch) {
    long start = System.nanoTime();
    while (!watch.eyes().census().isSafe() && System.nanoTime() - start < A_MOMENT) {
      Thread.onSpinWait();
    }
    return watch.look().suspects().stream()
        .map(Suspect::seen)
        .map(seen -> WaitReason.of(seen.state(), seen.stack(), seen.blocker()).words())
        .toList();
  }
}
