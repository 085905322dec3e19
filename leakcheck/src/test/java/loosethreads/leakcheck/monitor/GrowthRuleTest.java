package loosethreads.leakcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import loosethreads.leakcheck.monitor.Lows.Event;
import org.junit.jupiter.api.Test;

/** Scripted services: what happens follows from a seed, and no time passes. */
class GrowthRuleTest {
  private static final int SEEDS = 50;
  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;

  /** A sample a minute, windows of an hour. */
  private static final GrowthRule HOURLY = new GrowthRule(HOUR, 6, 20);

  /** A sample a minute, windows of a day. */
  private static final GrowthRule DAILY = new GrowthRule(DAY, 6, 20);

  @Test
  void aSlowSteadyLeakIsGrowth() {
    // Four threads an hour: 24 more in the second six windows.
    assertThat(told(HOURLY, 20 * HOUR, minute -> 100 + minute / 15)).containsExactly(12 * HOUR);
  }

  @Test
  void aFastLeakIsGrowth() {
    assertThat(told(HOURLY, 20 * HOUR, minute -> 100 + 50 * minute)).containsExactly(12 * HOUR);
  }

  @Test
  void aLeakThatIsTooSlowToMatterTakesLonger() {
    // One an hour: twenty more than in the sixth hour.
    assertThat(told(HOURLY, 30 * HOUR, minute -> 100 + minute / HOUR)).containsExactly(26 * HOUR);
  }

  @Test
  void aBurstIsNoGrowth() {
    onManyServers(random -> {
      int begin = random.nextInt(10 * HOUR);
      int length = 1 + random.nextInt(3 * HOUR);
      assertThat(
              told(
                  HOURLY,
                  20 * HOUR,
                  minute ->
                      100
                          + random.nextInt(10)
                          + (minute >= begin && minute < begin + length ? 5_000 : 0)))
          .isEmpty();
    });
  }

  @Test
  void aBurstThatSwellsAndEbbsIsNoGrowth() {
    // Up for two hours, down for two: the low rises for three windows, then falls.
    assertThat(
            told(HOURLY, 20 * HOUR, minute -> 100 + Math.max(0, 120 - Math.abs(minute - 500)) * 20))
        .isEmpty();
  }

  @Test
  void aSawToothIsNoGrowth() {
    // A pool that fills for a while, and is emptied at once.
    for (int tooth : List.of(7, 45, 59, 61, 100, 5 * HOUR)) {
      assertThat(told(HOURLY, 60 * HOUR, minute -> 100 + 3 * (minute % tooth)))
          .as("a tooth of %d minutes", tooth)
          .isEmpty();
    }
  }

  @Test
  void aWarmUpThatLevelsOffIsNoGrowth() {
    onManyServers(random -> {
      int length = 1 + random.nextInt(5 * HOUR);
      assertThat(
              told(
                  HOURLY,
                  20 * HOUR,
                  minute -> 10 + 400 * Math.min(minute, length) / length + random.nextInt(20)))
          .isEmpty();
    });
  }

  @Test
  void aStepToANewPlateauIsNoGrowth() {
    assertThat(told(HOURLY, 60 * HOUR, minute -> 100 + minute / (4 * HOUR) * 300)).isEmpty();
  }

  @Test
  void noiseIsNoGrowth() {
    onManyServers(
        random -> assertThat(told(HOURLY, 400 * HOUR, _ -> 100 + random.nextInt(3_000))).isEmpty());
  }

  @Test
  void dayAndNightAreNoGrowthInWindowsOfADay() {
    onManyServers(
        random -> assertThat(told(DAILY, 40 * DAY, minute -> load(minute, random))).isEmpty());
  }

  @Test
  void aMorningIsGrowthInWindowsThatAreTooShort() {
    // What the documentation warns of. The next morning is no higher than the day before.
    Random random = new Random(1);
    assertThat(told(HOURLY, 3 * DAY, minute -> load(minute, random))).hasSize(1);
  }

  @Test
  void aLeakUnderDayAndNightIsGrowth() {
    onManyServers(random ->
        assertThat(told(DAILY, 20 * DAY, minute -> load(minute, random) + minute / HOUR))
            .containsExactly(12 * DAY));
  }

  @Test
  void aLeakUnderBurstsIsGrowth() {
    onManyServers(random ->
        assertThat(
                told(
                    HOURLY,
                    20 * HOUR,
                    // Half of the time there is a burst.
                    minute ->
                        100 + minute / 2 + (random.nextBoolean() ? random.nextInt(5_000) : 0)))
            .containsExactly(12 * HOUR));
  }

  @Test
  void aLeakThatBeginsLateIsGrowthFromThenOn() {
    assertThat(told(HOURLY, 400 * HOUR, minute -> 100 + Math.max(0, minute - 300 * HOUR)))
        .containsExactly(307 * HOUR);
  }

  @Test
  void growthIsToldOnceForAsLongAsItLasts() {
    assertThat(told(HOURLY, 500 * HOUR, minute -> 100 + minute)).hasSize(1);
  }

  @Test
  void growthThatIsGoneIsToldAndTheNextOneAgain() {
    // A restart of some part each twenty hours.
    Lows lows = new Lows(HOURLY);
    List<String> events = new ArrayList<>();
    for (int minute = 0; minute < 40 * HOUR; minute++) {
      Event event = lows.add(100 + minute % (20 * HOUR));
      if (event == Event.GROWING || event == Event.FALLEN) {
        events.add(event + " in hour " + (minute + 1) / HOUR);
      }
    }
    assertThat(events)
        .containsExactly("GROWING in hour 12", "FALLEN in hour 21", "GROWING in hour 32");
  }

  @Test
  void aPartOfTheGrowthMayGoAndItIsStillTold() {
    Lows lows = new Lows(new GrowthRule(1, 3, 3));
    assertThat(events(lows, 9, 10, 8)).containsOnly("LEVEL");
    assertThat(events(lows, 11, 12, 20)).containsExactly("RISEN", "RISEN", "GROWING");
    // From 10 to 30: at 20 just half of it is left.
    assertThat(events(lows, 15, 30, 20)).containsExactly("NONE", "NONE", "NONE");
    assertThat(events(lows, 19)).containsExactly("FALLEN");
    assertThat(lows.isGrowing()).isFalse();
  }

  @Test
  void theFirstWindowsAreOnlyRemembered() {
    Lows lows = new Lows(new GrowthRule(1, 3, 1));
    assertThat(events(lows, 0, 1, 2)).containsOnly("LEVEL");
    assertThat(events(lows, 3, 4, 5)).containsExactly("RISEN", "RISEN", "GROWING");
    assertThat(lows.base()).isEqualTo(2);
  }

  @Test
  void aLongBurstHidesALeakOnlyAsLongAsItIsRemembered() {
    Lows lows = new Lows(new GrowthRule(1, 3, 1));
    assertThat(events(lows, 0, 0, 1_000)).containsOnly("LEVEL");
    assertThat(events(lows, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)).containsOnly("LEVEL");
    assertThat(events(lows, 12, 13, 14)).containsExactly("LEVEL", "RISEN", "RISEN");
    assertThat(events(lows, 15)).containsExactly("GROWING");
  }

  @Test
  void refusesNumbersThatMakeNoRule() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GrowthRule(0, 3, 1))
        .withMessage("A window needs at least 1 sample, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GrowthRule(1, 2, 1))
        .withMessage("The low must rise in 3 to 1000 windows in a row, not in 2");
    assertThatIllegalArgumentException().isThrownBy(() -> new GrowthRule(1, 1_001, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GrowthRule(1, 3, 0))
        .withMessageContaining("at least 1 thread, not 0");
  }

  private interface Life {
    void live(Random random);
  }

  private static void onManyServers(Life life) {
    for (int seed = 0; seed < SEEDS; seed++) {
      life.live(new Random(seed));
    }
  }

  /** Few at night, many at noon, and each day a little different. */
  private static int load(int minute, Random random) {
    double noon = Math.max(0, Math.sin((minute % DAY - 6 * HOUR) * Math.PI / (12 * HOUR)));
    return 50 + (int) (noon * 2_000) + random.nextInt(5 + (int) (noon * 500));
  }

  private static List<String> events(Lows lows, int... counts) {
    List<String> events = new ArrayList<>();
    for (int count : counts) {
      events.add(lows.add(count).name());
    }
    return events;
  }

  /** After how many minutes growth is told. */
  private static List<Integer> told(GrowthRule rule, int minutes, IntUnaryOperator threads) {
    Lows lows = new Lows(rule);
    List<Integer> told = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      if (lows.add(threads.applyAsInt(minute)) == Event.GROWING) {
        told.add(minute + 1);
      }
    }
    return told;
  }
}
