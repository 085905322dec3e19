package start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import start.K02_HitCounter.Visitor;

/** The leak test runs first: a thread that all counters share would be born in it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K02_HitCounterTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final K02_HitCounter counter = new K02_HitCounter();

  /** What the filter works on. Held here, nobody who waits for it can be garbage collected. */
  private final List<Finding<Visitor>> findings = Collections.synchronizedList(new ArrayList<>());

  @Test
  @Order(1)
  @LeakFree(within = "700ms")
  void hitsThatNobodySaysAnythingAboutLeaveNoThread() throws Exception {
    for (int i = 0; i < 25; i++) {
      hit("/");
    }
    // Nobody asks for the number: that would be an occasion to tidy up, and need never come.
  }

  @Test
  @Order(2)
  @LeakFree(within = "700ms")
  void nothingIsLeftWhenTheFilterHasSpoken() throws Exception {
    hit("/").complete(Visitor.ROBOT);
    hit("/").complete(Visitor.HUMAN);

    assertHitsBecome(1, "/");
  }

  @Test
  void aHitCountsAtOnce() throws Exception {
    hit("/");
    assertThat(counter.hits("/")).as("hits on the page").isEqualTo(1);
    hit("/");
    assertThat(counter.hits("/")).as("hits on the page").isEqualTo(2);
  }

  @Test
  void aPageNobodySawHasNoHits() {
    assertThat(counter.hits("/imprint")).isZero();
  }

  @Test
  void theHitOfARobotIsTakenBackOnce() throws Exception {
    hit("/");
    Finding<Visitor> robot = hit("/");
    robot.complete(Visitor.ROBOT);
    assertHitsBecome(1, "/");

    robot.complete(Visitor.ROBOT);
    robot.cancel(true);

    hit("/").complete(Visitor.ROBOT);
    assertHitsBecome(1, "/");
  }

  @Test
  void theFilterMayKnowTheRobotAlready() throws Exception {
    hit("/");
    Finding<Visitor> robot = finding();
    robot.complete(Visitor.ROBOT);
    hit("/", robot);

    assertHitsBecome(1, "/");
  }

  @Test
  void aRobotThatSeesMoreThanOnePageIsTakenBackOnAll() throws Exception {
    hit("/");
    Finding<Visitor> robot = hit("/");
    hit("/sports", robot);
    hit("/sports", robot);
    robot.complete(Visitor.ROBOT);

    assertHitsBecome(1, "/");
    assertHitsBecome(0, "/sports");
  }

  @Test
  void theHitOfAHumanStands() throws Exception {
    hit("/").complete(Visitor.HUMAN);
    hit("/").complete(Visitor.ROBOT);

    assertHitsBecome(1, "/");
  }

  @Test
  void aHitStandsIfTheFilterBreaks() throws Exception {
    hit("/").completeExceptionally(new IllegalStateException("out of order"));
    hit("/").cancel(true);
    hit("/").complete(Visitor.ROBOT);

    assertHitsBecome(2, "/");
  }

  @Test
  void aHitStandsIfTheFilterHasBrokenBefore() throws Exception {
    Finding<Visitor> broken = finding();
    broken.completeExceptionally(new IllegalStateException("out of order"));
    hit("/", broken);
    Finding<Visitor> cancelled = finding();
    cancelled.cancel(true);
    hit("/", cancelled);

    assertHitsBecome(2, "/");
  }

  /** Whoever sets a clock for a hit stops to wait for the filter when it rings, be it in a day. */
  @Test
  void noClockIsSetForAHit() throws Exception {
    long before = clocksThatAreSet();

    for (int i = 0; i < 25; i++) {
      hit("/");
    }

    assertThat(clocksThatAreSet() - before)
        .as("time limits in the JDK's clock after 25 hits, however long; a filter may be later")
        .isLessThanOrEqualTo(1); // That one may be our own.
  }

  @Test
  void robotsAreTakenBackHoweverManyOthersCome() throws Exception {
    Finding<Visitor> robot = hit("/");
    for (int hundreds = 0; hundreds < 11; hundreds++) {
      assertEnds(
          inBackground(() -> {
            for (int i = 0; i < 100; i++) {
              counter.hit("/", finding());
            }
          }),
          "hit() returned 100 times");
    }
    Finding<Visitor> another = hit("/");

    another.complete(Visitor.ROBOT);
    assertHitsBecome(1101, "/");
    robot.complete(Visitor.ROBOT);
    assertHitsBecome(1100, "/");
  }

  @Test
  void pagesAreCountedApart() throws Exception {
    hit("/");
    Finding<Visitor> robot = hit("/sports");
    hit("/sports");
    robot.complete(Visitor.ROBOT);

    assertHitsBecome(1, "/sports");
    assertHitsBecome(1, "/");
  }

  /**
   * The address is so long that to look it up takes a moment. Whoever reads a number there and then
   * writes the next one loses what others write in this moment.
   */
  @Test
  void manyCanComeAndBeFoundOutAtATime() throws Exception {
    String page = longAddress();
    hit(page);
    List<Finding<Visitor>> robots = List.of(finding(), finding());

    // Each with an address of its own, as those of two requests are.
    atATime(
        robots,
        robot -> {
          String samePage = longAddress();
          for (int i = 0; i < 25; i++) {
            counter.hit(samePage, robot);
          }
        });
    assertThat(counter.hits(page)).as("hits on the page, two at a time").isEqualTo(51);

    atATime(robots, robot -> robot.complete(Visitor.ROBOT));
    assertHitsBecome(1, page);
  }

  private static String longAddress() {
    return "/archive".repeat(125_000);
  }

  private Finding<Visitor> hit(String page) throws InterruptedException {
    Finding<Visitor> visitor = finding();
    hit(page, visitor);
    return visitor;
  }

  private void hit(String page, Finding<Visitor> visitor) throws InterruptedException {
    assertEnds(
        inBackground(() -> counter.hit(page, visitor)),
        "hit() returned while the filter was at work");
  }

  private static void atATime(List<Finding<Visitor>> visitors, Consumer<Finding<Visitor>> action)
      throws InterruptedException {
    var gate = new CountDownLatch(visitors.size());
    var threads = new ArrayList<Thread>();
    for (var visitor : visitors) {
      threads.add(
          inBackground(() -> {
            awaitGate(gate);
            action.accept(visitor);
          }));
    }
    for (Thread thread : threads) {
      assertEnds(thread, "hit() and complete() returned, two at a time");
    }
  }

  private Finding<Visitor> finding() {
    Finding<Visitor> finding = new Finding<>();
    findings.add(finding);
    return finding;
  }

  /** Robots are taken back soon, not at once: whoever does it may need a moment. */
  private void assertHitsBecome(long hits, String page) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (counter.hits(page) != hits && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    long counted = counter.hits(page);
    if (counted != hits) {
      patience = Duration.ofMillis(200);
    }
    assertThat(counted).as("hits on %.20s, without those of robots", page).isEqualTo(hits);
  }

  /** How many tasks wait for their time in the pool whose clock every CompletableFuture uses. */
  private static long clocksThatAreSet() throws InterruptedException {
    // Who sets a clock hands it to a thread, which counts it later: before this one rings.
    var rung = new CountDownLatch(1);
    CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(rung::countDown);
    rung.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    return ForkJoinPool.commonPool().getDelayedTaskCount();
  }

  private static void assertEnds(Thread thread, String what) throws InterruptedException {
    Duration waited = patience;
    boolean ended = thread.join(patience);
    if (!ended) {
      patience = Duration.ofMillis(200);
    }
    assertThat(ended).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  private static void awaitGate(CountDownLatch gate) {
    gate.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What the filter finds out, after longer than anybody waits: who waits for it with a time limit
   * learns at once that the time is up.
   */
  private static final class Finding<T> extends CompletableFuture<T> {
    @Override
    public T get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      if (!isDone()) {
        throw new TimeoutException("That was an hour.");
      }
      return get();
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
      completeExceptionally(new TimeoutException("That was an hour."));
      return this;
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
      complete(value);
      return this;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new Finding<>();
    }
  }
}
