package locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all caches share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K44_ConfigCacheTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** How often who waits must be seen waiting. They may look up in between. */
  private static final int SEEN_WAITING = 20;

  /** Of these names, FB and Ea have the same hash code; so have Aa and BB, and Ab and BC. */
  private static final Map<String, String> MADE_FROM =
      Map.of("theme", "color", "FB", "Ea", "Aa", "BC", "Ab", "BB");

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Optional<Gate>> fetching = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Gate>> looking = new AtomicReference<>(Optional.empty());
  private final K44_ConfigCache cache = new K44_ConfigCache(new Server());
  private volatile int version = 1;
  private volatile boolean isDown;
  private volatile boolean isBroken;

  @Test
  @Order(1)
  void whoWantsWhatIsNotThereGetsItAndHoldsUpNobody() throws Exception {
    load("color").ends();
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (String name : List.of("size", "color", "font", "size", "color")) {
        var reader = get(name);
        reader.settles();
        readers.add(reader);
      }
    }

    assertThat(results(readers))
        .as("what those who asked got")
        .containsExactly("size 1", "color 1", "font 1", "size 1", "color 1");
    assertThat(asked).as("what the source was asked").containsExactly("color", "size", "font");
  }

  @Test
  @Order(2)
  void manyWhoWantTheSameAtOnceAskOnce() throws Exception {
    var slow = new Gate("size");
    fetching.set(Optional.of(slow));
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (int i = 0; i < 4; i++) {
        var reader = get("size");
        reader.settles();
        readers.add(reader);
      }
      slow.open.countDown();
    }

    assertThat(results(readers)).as("what those who asked got").containsOnly("size 1");
    assertThat(asked).as("what the source was asked").containsExactly("size");
  }

  @Test
  @Order(6)
  void manyWhoFindItOutdatedAskOnce() throws Exception {
    load("size", "color").ends();
    version = 2;
    var look = new Gate("size");
    looking.set(Optional.of(look));
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (String name : List.of("size", "size", "size", "size")) {
        var reader = get(name);
        reader.settles();
        readers.add(reader);
      }
      look.open.countDown();
    }

    assertThat(results(readers)).as("what those who asked got").containsOnly("size 2");
    assertThat(asked)
        .as("what the source was asked")
        .containsExactlyInAnyOrder("size", "color", "size");
  }

  @Test
  @Order(3)
  void aSettingThatIsMadeFromAnotherIsFetched() throws Exception {
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (String name : List.of("FB", "theme", "theme", "Ea", "color")) {
        var reader = get(name);
        reader.settles();
        readers.add(reader);
      }
    }

    assertThat(results(readers))
        .as("what those who asked got")
        .containsExactly("FB 1", "theme 1", "theme 1", "Ea 1", "color 1");
    assertThat(asked).as("what the source was asked").containsExactly("FB", "Ea", "theme", "color");
  }

  @Test
  @Order(4)
  void aSourceThatFailsIsAskedAgain() throws Exception {
    load("color").ends();
    isDown = true;
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      readers.add(get("size"));
      readers.getFirst().settles();
      isDown = false;
      for (String name : List.of("color", "size")) {
        var reader = get(name);
        reader.settles();
        readers.add(reader);
      }
    }

    assertThatThrownBy(() -> readers.getFirst().ends())
        .as("what who asked got while the source was down")
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("down");
    assertThat(results(readers.subList(1, 3))).containsExactly("color 1", "size 1");
  }

  @Test
  @Order(7)
  void aSourceThatDiesOfAnErrorIsAskedAgain() throws Exception {
    isBroken = true;
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      readers.add(get("size"));
      readers.getFirst().settles();
      isBroken = false;
      readers.add(get("size"));
      readers.getLast().settles();
    }

    assertThatThrownBy(() -> readers.getFirst().ends())
        .as("what who asked got while the source was broken")
        .hasRootCauseInstanceOf(StackOverflowError.class);
    assertThat(readers.getLast().ends()).isEqualTo("size 1");
  }

  @Test
  @Order(8)
  void twoLoadsThatNeedTheSameSettingsBothEnd() throws Exception {
    var slow = new Gate("theme");
    fetching.set(Optional.of(slow));
    List<Work<Void>> loads = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      loads.add(load("theme"));
      slow.isReached();
      loads.add(load("color", "theme"));
      loads.getLast().settles();
      slow.open.countDown();
    }

    for (var load : loads) {
      load.ends();
    }
    assertThat(get("theme").ends()).isEqualTo("theme 1");
    assertThat(get("color").ends()).isEqualTo("color 1");
  }

  @Test
  @Order(5)
  void whatWasLoadedIsNotReplacedByWhatWasFetchedBefore() throws Exception {
    var slow = new Gate("size");
    fetching.set(Optional.of(slow));
    List<Work<?>> all = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      var early = get("size");
      early.settles();
      version = 2;
      var load = load("size");
      load.settles();
      slow.open.countDown();
      all.addAll(List.of(early, load));
    }

    for (var each : all) {
      each.ends();
    }
    assertIsThere("size 2", "after the load, which began when it had changed");
  }

  @Test
  @Order(9)
  void whoFindsItOutdatedHearsThatTheSourceFails() throws Exception {
    load("color").ends();
    version = 2;
    isDown = true;
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      readers.add(get("color"));
      readers.getFirst().settles();
      isDown = false;
      readers.add(get("color"));
      readers.getLast().settles();
    }

    assertThatThrownBy(() -> readers.getFirst().ends())
        .as("what who asked for an outdated setting got while the source was down")
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("down");
    assertThat(readers.getLast().ends()).isEqualTo("color 2");
  }

  @Test
  @Order(10)
  void whoIsInterruptedGetsAnAnswerToo() throws Exception {
    var slow = new Gate("size");
    fetching.set(Optional.of(slow));
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (int i = 0; i < 2; i++) {
        var reader = get("size");
        reader.settles();
        readers.add(reader);
      }
      // The second one waits for what the first one fetches, and is interrupted there.
      readers.getLast().thread.interrupt();
      readers.getLast().settles();
      slow.open.countDown();
    }

    assertThat(results(readers))
        .as("what those who asked got, although one was interrupted: the source did answer")
        .containsExactly("size 1", "size 1");
  }

  /** One lock for each hash code is taken by both, in this order and in that one. */
  @Test
  @Order(11)
  void twoSettingsThatAreMadeFromOthersAreFetchedAtTheSameTime() throws Exception {
    var slow = new Gate("Aa");
    fetching.set(Optional.of(slow));
    List<Work<String>> readers = new ArrayList<>();

    try (var _ = LeakWatch.open()) {
      for (String name : List.of("Aa", "Ab")) {
        var reader = get(name);
        reader.settles();
        readers.add(reader);
      }
      slow.open.countDown();
    }

    assertThat(results(readers)).as("what those who asked got").containsExactly("Aa 1", "Ab 1");
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws Exception {
    load("color", "size").ends();

    for (int i = 0; i < 3; i++) {
      assertThat(get("color").ends()).isEqualTo("color 1");
      assertThat(get("size").ends()).isEqualTo("size 1");
    }
    assertThat(asked).as("what the source was asked").containsExactly("color", "size");
  }

  @Test
  void aLoadFetchesAnew() throws Exception {
    load("color", "size").ends();
    version = 2;
    load("size", "color").ends();

    assertThat(get("color").ends()).isEqualTo("color 2");
    assertThat(get("size").ends()).isEqualTo("size 2");
    assertThat(asked)
        .as("what the source was asked")
        .containsExactlyInAnyOrder("color", "size", "size", "color");
  }

  @Test
  void aSettingThatIsMadeFromAnotherIsLoaded() throws Exception {
    load("color", "theme", "FB").ends();

    assertThat(get("theme").ends()).isEqualTo("theme 1");
    assertThat(get("Ea").ends()).isEqualTo("Ea 1");
    assertThat(asked)
        .as("what the source was asked")
        .containsExactlyInAnyOrder("color", "theme", "FB", "Ea");
  }

  @Test
  void aLoadThatFailsHoldsUpNobody() throws Exception {
    load("color").ends();
    isDown = true;

    assertThatThrownBy(() -> load("size").ends())
        .as("a load while the source is down")
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("down");

    assertThat(get("color").ends()).isEqualTo("color 1");
    isDown = false;
    load("size").ends();
    assertThat(get("size").ends()).isEqualTo("size 1");
  }

  @Test
  void aLoadThatFailsTakesNothingAwayThatAnotherLoaded() throws Exception {
    var broken = new Gate("size");
    broken.leadsNowhere = true;
    fetching.set(Optional.of(broken));
    var failing = load("size");
    broken.isReached();
    var load = load("size");
    load.settles();
    broken.open.countDown();

    assertThatThrownBy(() -> failing.ends())
        .as("a load while the source is down")
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("down");
    assertThatCode(() -> load.ends())
        .as("a load that the source answers, beside one that it does not")
        .doesNotThrowAnyException();
    assertIsThere("size 1", "after a load that succeeded, and an earlier one that failed");
  }

  @Test
  void twoCachesAreTwo() throws Exception {
    load("color").ends();
    var other = new K44_ConfigCacheTest();
    other.version = 7;
    other.load("color").ends();

    assertThat(get("color").ends()).isEqualTo("color 1");
    assertThat(other.get("color").ends()).isEqualTo("color 7");
  }

  private Work<String> get(String name) {
    return new Work<>("who wants " + name, () -> cache.get(name));
  }

  private Work<Void> load(String... names) {
    return new Work<>(
        "who loads " + String.join(", ", names),
        () -> {
          cache.load(List.of(names));
          return null;
        });
  }

  private void assertIsThere(String setting, String when) throws Exception {
    asked.clear();
    assertThat(get(setting.split(" ")[0]).ends()).as("what there is %s", when).isEqualTo(setting);
    assertThat(asked).as("what the source was asked for once more %s", when).isEmpty();
  }

  private static List<String> results(List<Work<String>> works) throws Exception {
    List<String> results = new ArrayList<>();
    for (var work : works) {
      results.add(work.ends());
    }
    return results;
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** Fetches settings, of which some are made from others. */
  private final class Server implements K44_ConfigCache.Source {
    @Override
    public String fetch(String name) {
      asked.add(name);
      String setting = name + " " + version;
      fetching.get().filter(gate -> gate.name.equals(name)).ifPresent(Gate::stopTheFirst);
      if (isDown) {
        throw new IllegalStateException("down");
      }
      if (isBroken) {
        throw new StackOverflowError("a setting that is made from itself");
      }
      Optional.ofNullable(MADE_FROM.get(name)).ifPresent(cache::get);
      return setting;
    }

    @Override
    public boolean isFresh(String name, String setting) {
      looking.get().filter(gate -> gate.name.equals(name)).ifPresent(Gate::stop);
      return setting.equals(name + " " + version);
    }
  }

  /** Somebody who uses the cache, on a thread of their own. */
  private static final class Work<T> {
    private final String name;
    private final FutureTask<T> task;
    private final Thread thread;

    Work(String name, Callable<T> work) {
      this.name = name;
      task = new FutureTask<>(work);
      thread = Thread.ofPlatform().daemon().name(name).start(task);
    }

    /** Waits until it is as far as it gets for now: at its end, or waiting for something. */
    void settles() throws InterruptedException {
      long start = System.nanoTime();
      int waiting = 0;
      while (waiting < SEEN_WAITING && !thread.join(Duration.ofMillis(2))) {
        waiting += thread.getState() == Thread.State.RUNNABLE ? 0 : 1;
        assertInTime(
            System.nanoTime() - start < patience.toNanos(),
            "\"" + name + "\" ended, or waited without spinning");
      }
    }

    T ends() throws Exception {
      try {
        return task.get(patience.toMillis(), MILLISECONDS);
      } catch (TimeoutException e) {
        assertInTime(false, "\"" + name + "\" ended");
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  /** Holds up who asks the source about a certain setting. */
  private static final class Gate {
    final String name;
    final CountDownLatch open = new CountDownLatch(1);
    volatile boolean leadsNowhere;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicBoolean passed = new AtomicBoolean();

    Gate(String name) {
      this.name = name;
    }

    void stopTheFirst() {
      if (!passed.getAndSet(true)) {
        stop();
        if (leadsNowhere) {
          throw new IllegalStateException("down");
        }
      }
    }

    void isReached() throws InterruptedException {
      boolean inTime = reached.await(patience.toMillis(), MILLISECONDS);
      assertInTime(inTime, "the source was asked for " + name);
    }

    void stop() {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new AssertionError("A thread that asks the source was interrupted.", e);
      }
    }
  }
}
