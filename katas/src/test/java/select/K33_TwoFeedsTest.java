package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Source;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Those that find a busy processor run first: they do so quickly, and the others wait less then.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K33_TwoFeedsTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What is left of the patience then: enough for one that works beside a busy processor. */
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final Channel<String> big = Channel.newBufferedChannel(100);
  private final Channel<String> small = Channel.newBufferedChannel(100);
  private final BlockingQueue<String> desk = new LinkedBlockingQueue<>();
  private final List<Merge> merges = new CopyOnWriteArrayList<>();

  /** The threads at the desk. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> atTheDesk = ConcurrentHashMap.newKeySet();

  @AfterEach
  void endWhatIsStillMerging() throws InterruptedException {
    merges.forEach(merge -> merge.thread.interrupt());
    if (merges.stream().anyMatch(merge -> merge.thread.isAlive())) {
      // It may not wait anywhere, so that it takes no notice of the interrupt.
      for (var feed : List.of(big, small)) {
        feed.doneOrClosed();
        while (feed.receiveOrClosed() instanceof String) {}
      }
    }
  }

  @Test
  @Order(1)
  @LeakFree(within = "700ms")
  void itSleepsThoughTheSmallAgencyHasClosed() throws Exception {
    Merge merge = merge();
    small.send("small news");
    assertNextAtTheDeskIs("small news");
    small.done();

    assertSleeps(merge, "the small agency has closed and the big one says nothing");
    big.done();
    assertThat(resultOf(merge)).as("headlines").isEqualTo(1);
  }

  @Test
  @Order(2)
  @LeakFree(within = "700ms")
  void itSleepsThoughTheBigAgencyHasClosed() throws Exception {
    Merge merge = merge();
    big.send("big news");
    assertNextAtTheDeskIs("big news");
    big.done();

    assertSleeps(merge, "the big agency has closed and the small one says nothing");
    small.done();
    assertThat(resultOf(merge)).as("headlines").isEqualTo(1);
  }

  @Test
  @Order(3)
  @LeakFree(within = "700ms")
  void nothingGoesOnWhenTheMergeIsInterrupted() throws Exception {
    Merge merge = merge();
    big.send("big news");
    assertNextAtTheDeskIs("big news");
    small.send("small news");
    assertNextAtTheDeskIs("small news");
    letItRest(merge.thread);

    merge.thread.interrupt();

    assertThatThrownBy(() -> resultOf(merge))
        .as("what the interrupted caller gets")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  @Order(4)
  @LeakFree(within = "700ms")
  void aDeskThatFailsIsHeardOfAndNothingGoesOn() throws Exception {
    var onFire = new IllegalStateException("the desk is on fire");
    Merge merge =
        merge(headline -> {
          throw onFire;
        });

    big.send("big news");

    assertHears(onFire, merge);
  }

  @Test
  @Order(5)
  @LeakFree(within = "700ms")
  void aDeskThatFailsAtTheSmallAgencyIsHeardOfAsWell() throws Exception {
    var onFire = new IllegalStateException("the desk is on fire");
    Merge merge =
        merge(headline -> {
          throw onFire;
        });

    small.send("small news");

    assertHears(onFire, merge);
  }

  @Test
  @Order(6)
  @LeakFree(within = "700ms")
  void aDeskThatFailsBadlyIsHeardOfAsWell() throws Exception {
    var collapsed = new StackOverflowError("the desk has collapsed");
    Merge merge =
        merge(headline -> {
          throw collapsed;
        });

    big.send("big news");

    assertHears(collapsed, merge);
  }

  @Test
  void whoInterruptsItAfterOneAgencyHasClosedIsToldSo() throws Exception {
    for (boolean isSunday : List.of(false, true)) {
      Channel<String> first = Channel.newBufferedChannel(1);
      Channel<String> second = Channel.newBufferedChannel(1);
      Merge merge =
          isSunday
              ? new Merge(feeds(desk::add), first, second)
              : new Merge(feeds(desk::add), second, first);
      merges.add(merge);
      first.done();
      second.send("late news");
      assertNextAtTheDeskIs("late news");
      letItRest(merge.thread);

      merge.thread.interrupt();

      try {
        assertInTime(merge.thread.join(patience), "merge() ended when it was interrupted");
        assertThatThrownBy(() -> resultOf(merge))
            .as("what the interrupted caller gets when one agency has closed")
            .isInstanceOf(InterruptedException.class);
      } finally {
        second.doneOrClosed();
      }
    }
  }

  @Test
  void whenItIsOverNothingMoreComesToTheDesk() throws Exception {
    var busy = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    Merge merge =
        merge(headline -> {
          busy.countDown();
          awaitUninterrupted(free);
          desk.add(headline);
        });
    big.send("big news");
    assertInTime(busy.await(patience.toMillis(), MILLISECONDS), "the desk got the big news");
    small.send("small news");
    // Time for somebody to stand in line with it. Nobody has to.
    desk.poll(50, MILLISECONDS);

    merge.thread.interrupt();
    // It may wait for the desk.
    merge.thread.join(Duration.ofMillis(300));
    boolean isOver = !merge.thread.isAlive();
    free.countDown();

    assertThatThrownBy(() -> resultOf(merge))
        .as("what the interrupted caller gets")
        .isInstanceOf(InterruptedException.class);
    if (isOver) {
      assertNextAtTheDeskIs("big news");
      assertThat(desk.poll(100, MILLISECONDS))
          .as("what came to the desk when merge() was over")
          .isNull();
    }
  }

  @Test
  void anEmptyHeadlineIsAHeadline() throws Exception {
    Merge merge = merge();
    big.send("");
    assertNextAtTheDeskIs("");
    small.send("");
    assertNextAtTheDeskIs("");
    big.send("big news");
    assertNextAtTheDeskIs("big news");
    big.done();
    small.done();

    assertThat(resultOf(merge)).as("headlines").isEqualTo(3);
  }

  @Test
  void itCanMergeAgainOnTheNextDay() throws Exception {
    var feeds = feeds(desk::add);
    for (int day = 1; day <= 2; day++) {
      Channel<String> big = Channel.newBufferedChannel(1);
      Channel<String> small = Channel.newBufferedChannel(1);
      big.send("big news");
      big.done();
      small.done();
      Merge merge = new Merge(feeds, big, small);
      merges.add(merge);

      assertThat(resultOf(merge)).as("headlines of day %s", day).isEqualTo(1);
      assertNextAtTheDeskIs("big news");
    }
  }

  @Test
  void itSleepsWhileBothAreQuiet() throws Exception {
    Merge merge = merge();
    big.send("big news");
    assertNextAtTheDeskIs("big news");

    assertSleeps(merge, "both agencies say nothing");
  }

  @Test
  void theSmallAgencyIsHeardAfterTheBigOneHasClosed() throws Exception {
    Merge merge = merge();
    big.send("big news");
    big.done();
    assertNextAtTheDeskIs("big news");

    for (int i = 0; i < 3; i++) {
      small.send("small news " + i);
      assertNextAtTheDeskIs("small news " + i);
    }
    small.done();

    assertThat(resultOf(merge)).as("headlines").isEqualTo(4);
  }

  @Test
  void theBigAgencyIsHeardAfterTheSmallOneHasClosed() throws Exception {
    Merge merge = merge();
    small.send("small news");
    small.done();
    assertNextAtTheDeskIs("small news");

    for (int i = 0; i < 3; i++) {
      big.send("big news " + i);
      assertNextAtTheDeskIs("big news " + i);
    }
    big.done();

    assertThat(resultOf(merge)).as("headlines").isEqualTo(4);
  }

  @Test
  void aQuietAgencyDoesNotHoldUpTheOther() throws Exception {
    Merge merge = merge();

    small.send("small news");
    assertNextAtTheDeskIs("small news");
    big.send("big news");
    assertNextAtTheDeskIs("big news");
    small.send("more small news");
    assertNextAtTheDeskIs("more small news");

    assertThat(merge.task.isDone()).as("merge() returned before both had closed").isFalse();
    big.done();
    small.done();
    assertThat(resultOf(merge)).as("headlines").isEqualTo(3);
  }

  @Test
  void everyHeadlineComesOnceAndThoseOfEachAgencyInTheirOrder() throws Exception {
    for (int i = 0; i < 50; i++) {
      big.send("big " + i);
      small.send("small " + i);
    }
    big.done();
    small.done();

    assertThat(resultOf(merge())).as("headlines").isEqualTo(100);

    assertThat(desk).hasSize(100);
    for (String agency : List.of("big ", "small ")) {
      List<String> headlines = desk.stream().filter(h -> h.startsWith(agency)).toList();
      for (int i = 0; i < 50; i++) {
        assertThat(headlines.get(i)).isEqualTo(agency + i);
      }
    }
  }

  @Test
  void agenciesThatHaveClosedAlreadySendNothing() throws Exception {
    big.done();
    small.done();

    assertThat(resultOf(merge())).as("headlines").isZero();
  }

  @Test
  void theDeskGetsOneHeadlineAtATime() throws Exception {
    var busy = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    var atATime = new AtomicInteger();
    var most = new AtomicInteger();
    Merge merge =
        merge(headline -> {
          most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
          if (headline.equals("breaking news")) {
            busy.countDown();
            awaitGate(free);
          }
          atATime.decrementAndGet();
          desk.add(headline);
        });
    small.send("small news");
    assertNextAtTheDeskIs("small news");
    big.send("breaking news");
    assertInTime(busy.await(patience.toMillis(), MILLISECONDS), "the desk got the breaking news");

    for (int i = 0; i < 20; i++) {
      small.send("small news");
    }
    // Time for those who would come to the desk though it is busy. Nobody has to use it.
    desk.poll(50, MILLISECONDS);
    assertThat(most).as("headlines at the desk at the same time").hasValue(1);
    free.countDown();
    for (int i = 0; i < 21; i++) {
      assertInTime(
          desk.poll(patience.toMillis(), MILLISECONDS) != null, "all headlines came to the desk");
    }
    big.done();
    small.done();

    resultOf(merge);
    assertThat(most).as("headlines at the desk at the same time").hasValue(1);
  }

  private Merge merge() {
    return merge(desk::add);
  }

  private Merge merge(Consumer<String> desk) {
    Merge merge = new Merge(feeds(desk), big, small);
    merges.add(merge);
    return merge;
  }

  private K33_TwoFeeds feeds(Consumer<String> desk) {
    return new K33_TwoFeeds(headline -> {
      atTheDesk.add(Thread.currentThread());
      desk.accept(headline);
    });
  }

  private static void assertHears(Throwable failure, Merge merge) {
    Throwable thrown = null;
    try {
      resultOf(merge);
    } catch (Exception e) {
      thrown = e;
    }
    assertThat(causesOf(thrown).contains(failure))
        .as("the caller gets the exception of the desk. It got: " + thrown)
        .isTrue();
  }

  private static List<Throwable> causesOf(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).toList();
  }

  private void assertNextAtTheDeskIs(String headline) throws InterruptedException {
    String next = desk.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(next != null, "\"" + headline + "\" came to the desk");
    assertThat(next).as("the next headline").isEqualTo(headline);
  }

  /**
   * Asserts that the merging thread uses no processor time, nor one that came to the desk in its
   * place. They have a tenth of a second in which they wait and do nothing else; a merging thread
   * that works is found out when it has worked for 30 ms, however long it takes to get them.
   */
  private void assertSleeps(Merge merge, String though) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long asleepSince = System.nanoTime();
    long before = THREADS.getThreadCpuTime(merge.thread.threadId());
    long start = before;
    while (System.nanoTime() - asleepSince < 100_000_000 && System.nanoTime() < deadline) {
      Thread.sleep(1);
      long now = THREADS.getThreadCpuTime(merge.thread.threadId());
      boolean waits =
          merge.thread.getState() == Thread.State.WAITING
              && atTheDesk.stream().allMatch(K33_TwoFeedsTest::waitsOrHasEnded);
      if (!waits || now - before > 1_000_000) {
        asleepSince = System.nanoTime();
        before = now;
      }
      if (now - start > 30_000_000) {
        deadline = System.nanoTime();
      }
    }
    boolean asleep = System.nanoTime() - asleepSince >= 100_000_000;
    if (!asleep) {
      patience = AFTER_A_FAILURE;
    }
    assertThat(asleep).as("it sleeps. It keeps a processor busy, though " + though).isTrue();
  }

  private static boolean waitsOrHasEnded(Thread thread) {
    return switch (thread.getState()) {
      case BLOCKED, WAITING, TERMINATED -> true;
      default -> false;
    };
  }

  private static int resultOf(Merge merge) throws Exception {
    try {
      return merge.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "merge() returned");
      throw e;
    }
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = AFTER_A_FAILURE;
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** Returns when the thread has ended or waits for something, or when patience is at its end. */
  private static void letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !thread.join(Duration.ofMillis(1))) {}
  }

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }

  /** A desk that is not disturbed; who interrupted it may find out afterwards. */
  private static void awaitUninterrupted(CountDownLatch gate) {
    boolean interrupted = false;
    boolean open = false;
    while (!open) {
      try {
        gate.await();
        open = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Somebody who merges, in a platform thread of their own: of those, the JVM knows the time. */
  private static final class Merge {
    final FutureTask<Integer> task;
    final Thread thread;

    Merge(K33_TwoFeeds feeds, Source<String> big, Source<String> small) {
      task = new FutureTask<>(() -> feeds.merge(big, small));
      thread = Thread.ofPlatform().daemon().name("caller").start(task);
    }
  }
}
