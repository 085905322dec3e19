package loosethreads.workbook.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.Test;

class TrendTest {
  @Test
  void aLeakClimbsAndIsSaidToOnce() {
    assertThat(states(5_000, t -> (int) (t / 50))).containsExactly("climbing");
  }

  @Test
  void aSlowLeakClimbsAllTheTime() {
    assertThat(states(10_000, t -> (int) (t / 700))).containsExactly("climbing");
  }

  @Test
  void theSentenceNamesTheNumber() {
    Trend trend = new Trend();
    trend.next(0, 0);
    trend.next(500, 20);
    trend.next(1_400, 30);

    assertThat(trend.next(2_500, 46))
        .contains(new SnippetEvent.Verdict("climbing", "46 threads, still climbing"));
  }

  @Test
  void aLeakThatStopsIsFlatAndWhatIsLeftIsNamed() {
    Trend trend = new Trend();

    assertThat(states(trend, 6_000, t -> (int) Math.min(46, t / 50)))
        .containsExactly("climbing", "flat");
    assertThat(trend.last())
        .isEqualTo(new SnippetEvent.Verdict("flat", "46 threads left, and nobody ends them"));
  }

  @Test
  void oneThreadIsNotCalledThreads() {
    Trend trend = new Trend();
    states(trend, 3_000, _ -> 1);

    assertThat(trend.last())
        .isEqualTo(new SnippetEvent.Verdict("flat", "1 thread left, and nobody ends it"));
  }

  @Test
  void workThatComesAndGoesIsFlatHoweverMuchItIs() {
    Random random = new Random(42);

    assertThat(states(20_000, t -> t % 400 < 100 ? 0 : random.nextInt(200)))
        .containsExactly("flat");
  }

  @Test
  void workersThatHaveJustStartedDoNotClimb() {
    assertThat(states(6_000, t -> t < 700 ? 0 : 1)).containsExactly("flat");
    assertThat(states(6_000, t -> t < 700 ? 0 : (int) Math.min(4, (t - 600) / 100)))
        .containsExactly("flat");
  }

  @Test
  void aBurstThatEndsLeavesNone() {
    Trend trend = new Trend();

    assertThat(states(trend, 6_000, t -> t < 2_000 ? 50 : t < 3_000 ? (int) (3_000 - t) / 20 : 0))
        .containsExactly("flat", "none");
    assertThat(trend.last())
        .isEqualTo(new SnippetEvent.Verdict("none", "0 threads: everything ended"));
  }

  @Test
  void climbingAndBackAgainIsToldAsThree() {
    assertThat(
            states(
                8_000,
                t -> (int) (t < 2_000 ? t / 40 : t < 4_000 ? 50 : Math.max(0, 5_000 - t) / 20)))
        .containsExactly("climbing", "flat", "none");
  }

  @Test
  void withoutThreadsThereIsNothingToTellUntilTheEnd() {
    Trend trend = new Trend();

    assertThat(states(trend, 5_000, _ -> 0)).isEmpty();
    assertThat(trend.last())
        .isEqualTo(new SnippetEvent.Verdict("none", "0 threads: none was there to count"));
  }

  @Test
  void whatWasNeverCountedIsNone() {
    assertThat(new Trend().last().state()).isEqualTo("none");
  }

  private static List<String> states(long millis, LongToIntFunction threads) {
    return states(new Trend(), millis, threads);
  }

  private static List<String> states(Trend trend, long millis, LongToIntFunction threads) {
    List<String> states = new ArrayList<>();
    for (long t = 0; t <= millis; t += 50) {
      trend.next(t, threads.applyAsInt(t)).ifPresent(verdict -> states.add(verdict.state()));
    }
    return states;
  }
}
