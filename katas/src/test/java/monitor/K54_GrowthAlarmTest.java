package monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * No time passes here: an alarm is told a year of counts in a moment. Each test has many servers,
 * and what happens on a server follows from its seed, so that each run is the same.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K54_GrowthAlarmTest {
  private static final List<Integer> WINDOWS = List.of(5, 24, 60, 1);
  private static final int SEEDS = 10;

  @Test
  @Order(1)
  @LeakFree
  void anAlarmStartsNoThread() {
    onManyServers(server -> {
      server.windows(100, 100, 100);
      server.windows(101, 102, 103, 104, 105, 106, 107);
    });
  }

  @Test
  @Order(13)
  void aServerThatIsSteadyIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      for (int i = 0; i < 30; i++) {
        server.windows(100);
        server.isOff("nothing has changed");
      }
    });
  }

  @Test
  @Order(14)
  void aServerThatShrinksIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      for (int low = 500; low >= 0; low -= 20) {
        server.windows(low);
        server.isOff("it gets better");
      }
    });
  }

  @Test
  @Order(12)
  void aLeakThatDoublesIsNoticedAndForgottenWhenItEnds() {
    onManyServers(server -> {
      server.load(10);
      server.windows(100, 200, 400, 800, 1600, 3200, 6400);
      server.isOn("the threads doubled with each window");
      server.windows(12800);
      server.isOn("the threads doubled with each window");

      server.windows(12800, 12800, 12800, 12800, 12800, 12800);
      for (int i = 0; i < 20; i++) {
        server.isOff("for six windows the low has not risen");
        server.windows(12800);
      }
    });
  }

  @Test
  @Order(2)
  void aBurstIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      server.windows(100, 100);
      for (int i = 0; i < 10; i++) {
        server.load(2000 * (1 + server.random.nextInt(5)));
        server.windows(100);
        server.neverWasOn("a burst is no leak: it came and went within a window");
        server.load(10);
        server.windows(100);
        server.neverWasOn("a burst is no leak: it is over");
      }
    });
  }

  @Test
  @Order(3)
  void aBurstOfSeveralWindowsIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      for (int i = 0; i < 10; i++) {
        server.windows(100, 100);
        int peak = 100;
        for (int rise = server.random.nextInt(3); rise >= 0; rise--) {
          peak += 1 + server.random.nextInt(2000);
          server.windows(peak);
          server.neverWasOn("a burst is no leak, even if it lasts for more than a window");
        }
        server.windows(peak, peak, peak, 100);
        server.neverWasOn("a burst is no leak, even if it lasts for more than a window");
      }
    });
  }

  @Test
  @Order(4)
  void aWarmUpIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      int low = 20;
      server.windows(low);
      for (int i = 0; i < 3; i++) {
        low += 1 + server.random.nextInt(400);
        server.windows(low);
        server.neverWasOn("a warm-up is no leak: the pools fill");
      }
      for (int i = 0; i < 20; i++) {
        server.windows(low);
        server.neverWasOn("a warm-up is no leak: the pools are full");
      }
    });
  }

  @Test
  @Order(5)
  void aNewPlateauIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      for (int low = 100; low < 10_000; low += 1 + server.random.nextInt(3000)) {
        for (int i = 0; i < 12; i++) {
          server.windows(low);
          server.neverWasOn("a step is no leak: there is more to do now, and that is all");
        }
      }
    });
  }

  @Test
  @Order(6)
  void risingAndFallingIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      for (int i = 0; i < 20; i++) {
        server.windows(100);
        int low = 100;
        int rises = i < 10 ? 1 + i % 3 : 3;
        for (int rise = 0; rise < rises; rise++) {
          low += 1 + server.random.nextInt(50);
          server.windows(low);
          server.neverWasOn("what rises and falls is no leak: a leak does not fall");
        }
      }
    });
  }

  @Test
  void growingInStepsIsNoLeak() {
    onManyServers(server -> {
      server.load(10);
      int low = 100;
      server.windows(low);
      for (int i = 0; i < 20; i++) {
        int rises = i < 10 ? 3 : 1 + server.random.nextInt(3);
        for (int rise = 0; rise < rises; rise++) {
          low += 1 + server.random.nextInt(3);
          server.windows(low);
          server.neverWasOn("after three rises at most there was a pause, so no more are in a row");
        }
        server.windows(low);
        server.neverWasOn("it is a pause: the low has not risen");
      }
    });
  }

  @Test
  void aCountOfZeroIsACount() {
    onManyServers(server -> {
      for (int last = 10; last < 40; last++) {
        server.windowThatIsLowAtBothEnds(0, last);
        server.neverWasOn("the low is zero in each window");
      }
    });
  }

  @Test
  void aWindowBeginsWhereTheOneBeforeEnds() {
    onManyServers(server -> {
      for (int low = 100; low < 130; low += 2) {
        server.windowThatIsLowAtBothEnds(low, low + 1);
        server.neverWasOn("the low falls in every other window");
        server.windows(1000);
        server.neverWasOn("the low falls in every other window");
      }
    });
  }

  @Test
  @Order(7)
  void slowGrowthIsNoticed() {
    for (int begin : List.of(100, 10_000, 1, 0, 1_000_000)) {
      onManyServers(server -> {
        server.windows(begin, begin);
        for (int rise = 1; rise <= 3; rise++) {
          server.windows(begin + rise);
          server.neverWasOn("so far it could be a warm-up");
        }
        server.windows(begin + 4, begin + 5, begin + 6);
        for (int rise = 7; rise < 30; rise++) {
          server.isOn("for six windows in a row the low has risen, by one thread each");
          server.windows(begin + rise);
          server.neverWasOff("the low goes on rising");
        }
      });
    }
  }

  @Test
  @Order(9)
  void growthOfAnySpeedIsNoticed() {
    onManyServers(server -> {
      server.load(10);
      int low = server.random.nextInt(1000);
      server.windows(low);
      for (int rises = 1; rises < 30; rises++) {
        low += 1 + server.random.nextInt(1 + server.random.nextInt(300));
        server.windows(low);
        if (rises >= 6) {
          server.isOn("for six windows in a row the low has risen, by more or by less");
        }
      }
    });
  }

  @Test
  @Order(8)
  void slowGrowthIsNoticedUnderHeavyLoad() {
    onManyServers(server -> {
      for (int rises = 0; rises < 30; rises++) {
        server.load(1 + server.random.nextInt(3000));
        server.windows(100 + rises);
        if (rises >= 6) {
          server.isOn("the low has risen six windows in a row, whatever else went up and down");
        }
      }
    });
  }

  @Test
  @Order(10)
  void growthIsNoticedHoweverLateItBegins() {
    onManyServers(server -> {
      server.load(50);
      server.windows(20, 60, 90);
      for (int i = 0; i < 100; i++) {
        server.windows(100);
        server.neverWasOn("nothing has changed");
      }
      server.windows(101, 102, 103, 104, 105, 106);
      server.isOn("for six windows in a row the low has risen");

      server.windows(106, 106, 106, 106, 106, 106);
      server.windows(107, 108, 109, 110, 111, 112);
      server.isOn("after a pause, the low has risen six windows in a row");

      server.windows(20);
      server.windows(21, 22, 23, 24, 25, 26);
      server.isOn("after a restart, the low has risen six windows in a row");
    });
  }

  @Test
  @Order(11)
  void growthThatEndsIsForgottenUnderLoad() {
    onManyServers(server -> {
      server.load(3000);
      server.windows(100, 101, 102, 103, 104, 105, 106, 107);
      int low = 107;
      for (int i = 0; i < 6; i++) {
        low -= server.random.nextInt(3);
        server.windows(low);
      }
      for (int i = 0; i < 20; i++) {
        server.isOff("the low has not risen for six windows");
        server.windows(low);
      }
    });
  }

  @Test
  @Order(15)
  void oneAlarmKnowsNothingOfAnother() {
    var rising = new Server(10, 1);
    var steady = new Server(10, 2);
    for (int i = 0; i < 7; i++) {
      rising.windows(100 << i);
      steady.windows(50);
    }

    rising.isOn("the threads doubled with each window");
    steady.neverWasOn("nothing has changed. There is another server that leaks");
  }

  private static void onManyServers(Consumer<Server> life) {
    for (int window : WINDOWS) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        life.accept(new Server(window, seed));
      }
    }
  }

  /** A server, as its alarm sees it. */
  private static final class Server {
    final Random random;
    private final int window;
    private final K54_GrowthAlarm alarm;
    private final List<Integer> lows = new ArrayList<>();
    private int load;

    /** What the alarm said to the counts of the last windows() call. */
    private final List<Boolean> said = new ArrayList<>();

    Server(int window, int seed) {
      this.window = window;
      random = new Random(seed);
      alarm = new K54_GrowthAlarm(window);
    }

    /** From now on up to so many threads come and go. */
    void load(int threads) {
      load = threads;
    }

    /** Lets windows go by that have these lows. It is enough if a low comes once. */
    void windows(int... lows) {
      said.clear();
      for (int low : lows) {
        int quiet = random.nextInt(window);
        for (int i = 0; i < window; i++) {
          said.add(alarm.count(i == quiet ? low : low + random.nextInt(load + 1)));
        }
        this.lows.add(low);
      }
    }

    /** Lets a window go by whose counts are low at its beginning and at its end only. */
    void windowThatIsLowAtBothEnds(int first, int last) {
      said.clear();
      for (int i = 0; i < window; i++) {
        said.add(alarm.count(i == 0 ? first : i == window - 1 ? last : 1000));
      }
      lows.add(first);
    }

    void isOn(String because) {
      check(said.getLast(), "the alarm is on: ", because);
    }

    void isOff(String because) {
      check(!said.getLast(), "the alarm is off: ", because);
    }

    /** Of the last windows. */
    void neverWasOn(String because) {
      check(!said.contains(true), "the alarm is off with every count: ", because);
    }

    /** Of the last windows. */
    void neverWasOff(String because) {
      check(!said.contains(false), "the alarm is on with every count: ", because);
    }

    private void check(boolean holds, String what, String because) {
      assertThat(holds).as(() -> what + because + "\n" + story()).isTrue();
    }

    private String story() {
      int from = Math.max(0, lows.size() - 8);
      return "a window: %d counts; the lows: %s%s; the other counts: up to %d more"
          .formatted(
              window,
              from == 0 ? "" : "… ",
              lows.subList(from, lows.size()).stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", ")),
              load);
    }
  }
}
