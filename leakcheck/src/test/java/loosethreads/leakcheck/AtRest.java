package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Waits until the threads of a program have come to where they stay. */
final class AtRest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

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
    return watch.look().suspects().stream()
        .map(Suspect::seen)
        .map(seen -> WaitReason.of(seen.state(), seen.stack(), seen.blocker()).words())
        .toList();
  }
}
