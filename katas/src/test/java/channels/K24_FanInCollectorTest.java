package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all elections share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K24_FanInCollectorTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final List<String> board = new CopyOnWriteArrayList<>();

  /** Threads that listened or wrote. Held here, none can be collected and seem to have ended. */
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  @Test
  @Order(1)
  @LeakFree
  void nothingGoesOnAfterTheLastCall() throws Exception {
    collect(List.of(district("north", 3), district("south", 5), district("east", 1)));

    assertBoardGets(9);
  }

  @Test
  @Order(2)
  void nothingGoesOnHoweverTheCallsEnd() throws Exception {
    try (var _ = LeakWatch.open()) {
      collect(List.of(district("north", 2), breaksOff(district("south", 3))));
      assertBoardGets(5);

      collect(List.of());

      collect(List.of(district("east", 1), diesOf(new LinkageError("The modem is on fire."))));
      assertBoardGets(6);

      var strike = new IllegalStateException("The telephone exchange is on strike.");
      assertThatThrownBy(() -> collect(first(List.of(district("west", 2)), strike)))
          .as("what collect() throws when it can't take more calls")
          .isSameAs(strike);
      assertBoardGets(8);
    }
    nothingGoesOnIfNoCallCanBeTaken();
  }

  private void nothingGoesOnIfNoCallCanBeTaken() {
    var unplugged = new IllegalStateException("The telephone exchange is unplugged.");
    try (var _ = LeakWatch.open()) {
      assertThatThrownBy(() ->
              collect(() -> {
                throw unplugged;
              }))
          .as("what collect() throws when it can't take any calls")
          .isSameAs(unplugged);

      var burnt = new LinkageError("The telephone exchange has burnt down.");
      assertThatThrownBy(() ->
              collect(() -> {
                throw burnt;
              }))
          .as("what collect() throws when it can't take any calls any more")
          .hasRootCause(burnt);
    }
  }

  @Test
  void everyResultGetsToTheBoardInTheOrderOfItsCall() throws Exception {
    collect(List.of(district("north", 100), district("south", 200), district("east", 50)));

    assertBoardGets(350);
    assertThat(board.stream().filter(r -> r.startsWith("north")).toList())
        .isEqualTo(results("north", 100));
    assertThat(board.stream().filter(r -> r.startsWith("south")).toList())
        .isEqualTo(results("south", 200));
    assertThat(board.stream().filter(r -> r.startsWith("east")).toList())
        .isEqualTo(results("east", 50));
  }

  @Test
  void anEmptyResultIsAResult() throws Exception {
    collect(List.of(List.of("north, station 0", "", "north, station 2").iterator()));

    assertBoardGets(3);
    assertThat(board).containsExactly("north, station 0", "", "north, station 2");
  }

  @Test
  void theBoardHasOneResultAtATime() throws Exception {
    var atATime = new AtomicInteger();
    var most = new AtomicInteger();
    var collector =
        collector(result -> {
          most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
          Thread.yield();
          board.add(result);
          atATime.decrementAndGet();
        });
    var districts = new ArrayList<Iterator<String>>();
    for (int i = 0; i < 8; i++) {
      districts.add(district("district " + i, 20));
    }

    resultOf(election(collector, districts));

    assertBoardGets(160);
    assertThat(most).as("results that the board had at a time").hasValue(1);
  }

  @Test
  void nobodyDisturbsTheBoardAtTheLastResult() throws Exception {
    var boardIsBusy = new CountDownLatch(1);
    var boardIsFree = new CountDownLatch(1);
    var disturbed = new CopyOnWriteArrayList<String>();
    var collector =
        collector(result -> {
          boardIsBusy.countDown();
          try {
            boardIsFree.await();
          } catch (InterruptedException e) {
            disturbed.add(result);
          }
          board.add(result);
        });

    resultOf(election(collector, List.of(district("north", 1))));
    assertThat(boardIsBusy.await(patience.toMillis(), MILLISECONDS))
        .as("the board got a result")
        .isTrue();
    letThemPause(() -> true);
    boardIsFree.countDown();

    assertBoardGets(1);
    assertThat(disturbed).as("what the board was interrupted at").isEmpty();
  }

  @Test
  void slowDistrictsDoNotHoldUpTheOthers() throws Exception {
    var counted = new CountDownLatch(1);
    var districts = new ArrayList<Iterator<String>>();
    for (int i = 0; i < 40; i++) {
      districts.add(after(counted, district("slow " + i, 2)));
    }
    districts.add(district("quick", 20));
    collect(districts);

    assertBoardGets(20);
    counted.countDown();

    assertBoardGets(100);
  }

  @Test
  void collectingDoesNotWaitForABoardThatIsBusy() throws Exception {
    var boardIsBusy = new CountDownLatch(1);
    var boardIsFree = new CountDownLatch(1);
    var collector =
        collector(result -> {
          boardIsBusy.countDown();
          awaitGate(boardIsFree);
          board.add(result);
        });
    BlockingQueue<List<Iterator<String>>> exchange = new LinkedBlockingQueue<>();
    Election election = election(collector, incoming(exchange));
    exchange.add(List.of(district("north", 2)));
    assertThat(boardIsBusy.await(patience.toMillis(), MILLISECONDS))
        .as("the board got a result")
        .isTrue();

    exchange.add(List.of());
    resultOf(election);
    boardIsFree.countDown();

    assertBoardGets(2);
  }

  @Test
  void collectingDoesNotWaitForTheResults() throws Exception {
    var counted = new CountDownLatch(1);
    collect(List.of(after(counted, district("slow", 2))));

    assertThat(board).as("results before they were read").isEmpty();
    counted.countDown();

    assertBoardGets(2);
  }

  @Test
  void aDistrictMayCallWhenTheFirstOnesAreThrough() throws Exception {
    BlockingQueue<List<Iterator<String>>> exchange = new LinkedBlockingQueue<>();
    Election election = election(collector(board::add), incoming(exchange));
    exchange.add(List.of(district("early", 2)));
    assertBoardGets(2);
    letThemPause(() -> true);

    exchange.add(List.of(district("late", 3)));
    exchange.add(List.of());
    resultOf(election);

    assertBoardGets(5);
  }

  @Test
  void aLongSilenceDoesNotEndTheNight() throws Exception {
    var counted = new CountDownLatch(1);
    collect(List.of(after(counted, district("city", 2)), district("village", 1)));
    assertBoardGets(1);
    letThemPause(() -> true);
    counted.countDown();

    assertBoardGets(3);
  }

  @Test
  void whatWasReadBeforeACallBrokeOffCounts() throws Exception {
    var counted = new CountDownLatch(1);
    collect(List.of(breaksOff(district("north", 3)), after(counted, district("south", 2))));
    assertBoardGets(3);
    letThemPause(() -> true);
    counted.countDown();

    assertBoardGets(5);
  }

  @Test
  void callsThatWereTakenGoOnWhenThereAreNoMore() throws Exception {
    var counted = new CountDownLatch(1);
    var strike = new IllegalStateException("The telephone exchange is on strike.");
    assertThatThrownBy(() -> collect(first(List.of(after(counted, district("north", 2))), strike)))
        .as("what collect() throws when it can't take more calls")
        .isSameAs(strike);
    counted.countDown();

    assertBoardGets(2);
  }

  @Test
  @Order(3)
  @LeakFree
  void thereCanBeTwoElectionsAtATime() throws Exception {
    var counted = new CountDownLatch(1);
    var collector = collector(board::add);
    resultOf(election(collector, List.of(after(counted, district("here", 2)))));
    resultOf(election(collector, List.of(district("there", 3))));
    assertBoardGets(3);
    letThemPause(() -> true);
    counted.countDown();

    assertBoardGets(5);
  }

  private void collect(Iterable<Iterator<String>> calls) throws Exception {
    resultOf(election(collector(board::add), calls));
  }

  private K24_FanInCollector collector(Consumer<String> board) {
    return new K24_FanInCollector(result -> {
      threads.add(Thread.currentThread());
      board.accept(result);
    });
  }

  private static List<String> results(String district, int stations) {
    return IntStream.range(0, stations).mapToObj(i -> district + ", station " + i).toList();
  }

  private Iterator<String> district(String name, int stations) {
    Iterator<String> results = results(name, stations).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        threads.add(Thread.currentThread());
        return results.hasNext();
      }

      @Override
      public String next() {
        return results.next();
      }
    };
  }

  private static Iterator<String> after(CountDownLatch gate, Iterator<String> call) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        awaitGate(gate);
        return call.hasNext();
      }

      @Override
      public String next() {
        return call.next();
      }
    };
  }

  private static Iterator<String> breaksOff(Iterator<String> call) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (!call.hasNext()) {
          throw new IllegalStateException("The line is dead.");
        }
        return true;
      }

      @Override
      public String next() {
        return call.next();
      }
    };
  }

  private static Iterator<String> diesOf(Error error) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        throw error;
      }

      @Override
      public String next() {
        throw error;
      }
    };
  }

  /** These calls, and then no more can be taken. */
  private static Iterable<Iterator<String>> first(
      List<Iterator<String>> calls, RuntimeException failure) {
    return () -> {
      Iterator<Iterator<String>> all = calls.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          if (!all.hasNext()) {
            throw failure;
          }
          return true;
        }

        @Override
        public Iterator<String> next() {
          return all.next();
        }
      };
    };
  }

  /** Calls as they come in. An empty list says that there will be no more. */
  private static Iterable<Iterator<String>> incoming(BlockingQueue<List<Iterator<String>>> calls) {
    return () ->
        Stream.generate(
                () -> {
                  try {
                    return calls.take();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return List.<Iterator<String>>of();
                  }
                })
            .takeWhile(some -> !some.isEmpty())
            .flatMap(List::stream)
            .iterator();
  }

  private void assertBoardGets(int results) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (board.size() < results && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    int got = board.size();
    if (got < results) {
      Duration waited = patience;
      patience = Duration.ofMillis(200);
      assertThat(got)
          .as("results that got to the board in %s: %s", waited, board)
          .isEqualTo(results);
    }
    assertThat(got).as("results that got to the board: %s", board).isEqualTo(results);
  }

  private static Election election(K24_FanInCollector collector, Iterable<Iterator<String>> calls) {
    return new Election(collector, calls);
  }

  private static void resultOf(Election election) throws Exception {
    try {
      election.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      Duration waited = patience;
      patience = Duration.ofMillis(200);
      assertThat(false).as("collect() returned (waited for %s)", waited).isTrue();
    }
  }

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }

  /**
   * Returns when it is so, and each thread has ended or waits without a time limit: then it stays
   * until somebody wakes it. Those that wait with a limit, or not at all, get two and a half
   * seconds to give up.
   */
  private void letThemPause(BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && !(isSo.getAsBoolean()
            && threads.stream().allMatch(K24_FanInCollectorTest::hasEndedOrStays))) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** In jox, another thread looks at the clock for the one that is in selectWithin(). */
  private static boolean hasEndedOrStays(Thread thread) {
    if (thread.getState() == Thread.State.TERMINATED) {
      return true;
    }
    return thread.getState() == Thread.State.WAITING
        && Stream.of(thread.getStackTrace()).noneMatch(f -> f.getMethodName().endsWith("Within"));
  }

  /** Somebody who collects, in a thread of their own. */
  private static final class Election {
    final FutureTask<Boolean> task;

    Election(K24_FanInCollector collector, Iterable<Iterator<String>> calls) {
      task = new FutureTask<>(() -> collector.collect(calls), true);
      Thread.ofPlatform().daemon().name("election").start(task);
    }
  }
}
