package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all pipelines share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K27_ImagePipelineTest {
  private static final int MANY = 1000;

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final List<String> loaded = new CopyOnWriteArrayList<>();
  private final List<String> film = new CopyOnWriteArrayList<>();
  private final IllegalStateException failure = new IllegalStateException("out of order");

  /** The threads that worked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

  @Test
  @Order(1)
  @LeakFree
  void nothingGoesOnWhenTheFilmFails() throws Exception {
    assertFails(run(pipeline(n -> n, p -> p, failingAt(3, failure, film::add)), names(MANY)));

    var error = new StackOverflowError("out of order");
    assertFails(run(pipeline(n -> n, p -> p, failingAt(3, error, film::add)), names(MANY)));
  }

  @Test
  @Order(2)
  @LeakFree
  void nothingGoesOnWhenAPictureIsDamagedOrTheCallerLeaves() throws Exception {
    assertFails(run(pipeline(name -> name, damaged("picture 3", p -> p), film::add), names(MANY)));

    var loadIsBusy = new CountDownLatch(1);
    var loadIsFree = new CountDownLatch(1);
    Run leaving =
        run(
            pipeline(
                name -> {
                  if (name.equals("picture 2")) {
                    loadIsBusy.countDown();
                    awaitGate(loadIsFree);
                  }
                  return name;
                },
                picture -> picture,
                film::add),
            names(MANY));
    assertOpens(loadIsBusy, "picture 2 was loaded");
    letThemRest(Set.of(leaving.thread));
    leaving.thread.interrupt();
    // Whoever waits for the steps on the way out may do so, though it takes as long as they do.
    letItEnd(leaving);
    loadIsFree.countDown();
    assertThat(failureOf(leaving))
        .as("what a caller gets who was interrupted")
        .isInstanceOf(InterruptedException.class);
    letThemGoOn(40);
    assertThat(loaded)
        .as("pictures that were loaded for two films, whose callers left at the first few")
        .hasSizeLessThan(40);
  }

  @Test
  @Order(3)
  @LeakFree
  void nothingGoesOnWhenAllIsDoneOrAPictureCantBeLoaded() throws Exception {
    assertThat(resultOf(run(pipeline(n -> n, p -> p, film::add), names(10)))).isEqualTo(10);
    assertThat(resultOf(run(pipeline(n -> n, p -> p, film::add), List.of()))).isZero();
    assertFails(run(pipeline(damaged("picture 5", n -> n), p -> p, film::add), names(MANY)));
  }

  @Test
  @Order(4)
  @LeakFree
  void aFilmThatFailsLeavesTheOthersAlone() throws Exception {
    var bothAreBusy = new CountDownLatch(2);
    var firstIsFree = new CountDownLatch(1);
    var secondIsFree = new CountDownLatch(1);
    var pipeline =
        pipeline(
            name -> name,
            picture -> picture,
            picture -> {
              if (picture.equals("first 2")) {
                bothAreBusy.countDown();
                awaitGate(firstIsFree);
                throw failure;
              }
              if (picture.equals("second 2")) {
                bothAreBusy.countDown();
                awaitGate(secondIsFree);
              }
              film.add(picture);
            });
    Run first = run(pipeline, names("first ", MANY));
    Run second = run(pipeline, names("second ", 20));
    assertOpens(bothAreBusy, "two films were made at a time");

    firstIsFree.countDown();
    assertFails(first);
    secondIsFree.countDown();

    assertThat(resultOf(second)).as("pictures in the film that was made beside it").isEqualTo(20);
  }

  @Test
  @Order(5)
  @LeakFree
  void nothingGoesOnWhenAllThreeStepsFail() throws Exception {
    var allThree = new CountDownLatch(3);
    var filmHasFailed = new CountDownLatch(1);
    Run run =
        run(
            pipeline(
                failingWhenOpen("picture 2", allThree, filmHasFailed),
                failingWhenOpen("picture 1", allThree, filmHasFailed),
                picture -> {
                  meetingAt("picture 0", allThree).apply(picture);
                  throw failure;
                }),
            names(MANY));

    boolean sideBySide = allThree.await(patience.toMillis(), MILLISECONDS);
    while (allThree.getCount() > 0) {
      allThree.countDown();
    }
    letItEnd(run);
    filmHasFailed.countDown();

    assertInTime(sideBySide, "three pictures were worked on at a time, one in each step");
    assertFails(run);
  }

  @Test
  @Order(6)
  @LeakFree
  void nobodyWaitsForAStepThatDiedOfAnError() throws Exception {
    UnaryOperator<String> mortal =
        picture -> {
          if (picture.equals("picture 3")) {
            throw new StackOverflowError("out of order");
          }
          return picture;
        };
    Run loading = run(pipeline(mortal, p -> p, film::add), names(MANY));
    Run straightening = run(pipeline(n -> n, mortal, film::add), names(MANY));

    for (Run run : List.of(loading, straightening)) {
      // If that takes for ever, it shows in what is left over.
      letItEnd(run);
      if (run.task.isDone()) {
        assertFails(run);
      }
    }
  }

  @Test
  void afterAFailureTheSamePipelineMakesTheNextFilm() throws Exception {
    var pipeline =
        pipeline(
            damaged("load 2", name -> name),
            damaged("straighten 2", picture -> picture),
            failingAt("film 2", failure, film::add));

    for (var fails : List.of("film ", "straighten ", "load ")) {
      assertFails(run(pipeline, names(fails, MANY)));
      assertThat(resultOf(run(pipeline, names(20)))).as("pictures after a failure").isEqualTo(20);
    }
  }

  @Test
  void allPicturesGetIntoTheFilmInTheirOrder() throws Exception {
    var pipeline = pipeline(name -> name + ", loaded", p -> p + ", straight", film::add);

    assertThat(resultOf(run(pipeline, names(300)))).as("pictures in the film").isEqualTo(300);

    assertThat(film)
        .containsExactlyElementsOf(
            names(300).stream().map(name -> name + ", loaded, straight").toList());
  }

  @Test
  void theThreeStepsWorkSideBySide() throws Exception {
    var allThree = new CountDownLatch(3);
    var pipeline =
        pipeline(
            meetingAt("picture 2", allThree),
            meetingAt("picture 1", allThree),
            picture -> {
              meetingAt("picture 0", allThree).apply(picture);
              film.add(picture);
            });
    Run run = run(pipeline, names(5));

    boolean sideBySide = allThree.await(patience.toMillis(), MILLISECONDS);
    while (allThree.getCount() > 0) {
      allThree.countDown();
    }
    assertInTime(sideBySide, "three pictures were worked on at a time, one in each step");
    assertThat(resultOf(run)).isEqualTo(5);
  }

  @Test
  void eachStepWorksOnOnePictureAtATime() throws Exception {
    var most = new AtomicInteger();
    UnaryOperator<String> last = one(most, picture -> picture);
    var pipeline =
        pipeline(
            one(most, name -> name),
            one(most, picture -> picture),
            picture -> film.add(last.apply(picture)));

    assertThat(resultOf(run(pipeline, names(100)))).isEqualTo(100);

    assertThat(most).as("pictures in one step at a time").hasValue(1);
  }

  @Test
  void fewPicturesAreInMemory() throws Exception {
    var filmIsBusy = new CountDownLatch(1);
    var filmIsFree = new CountDownLatch(1);
    var pipeline =
        pipeline(
            name -> name,
            picture -> picture,
            picture -> {
              filmIsBusy.countDown();
              awaitGate(filmIsFree);
              film.add(picture);
            });
    Run run = run(pipeline, names(MANY));
    assertOpens(filmIsBusy, "the film got a picture");
    letThemPause(workers);

    assertInTime(letThemRest(workers), "the steps that wait keep no processor busy");
    assertThat(loaded).as("pictures in memory").hasSizeBetween(1, 10);
    filmIsFree.countDown();
    assertThat(resultOf(run)).isEqualTo(MANY);
  }

  @Test
  void aPictureThatTakesLongToLoadIsWaitedFor() throws Exception {
    var loadIsBusy = new CountDownLatch(1);
    var loadIsFree = new CountDownLatch(1);
    var pipeline =
        pipeline(
            name -> {
              if (name.equals("picture 3")) {
                loadIsBusy.countDown();
                awaitGate(loadIsFree);
              }
              return name;
            },
            picture -> picture,
            film::add);
    Run run = run(pipeline, names(20));
    assertOpens(loadIsBusy, "picture 3 was loaded");
    letThemRest(workers);
    letThemPause(Set.of(run.thread));
    letThemPause(workers);

    loadIsFree.countDown();

    assertThat(resultOf(run)).isEqualTo(20);
  }

  @Test
  void aFailureGetsToTheCaller() throws Exception {
    assertFails(run(pipeline(damaged("picture 4", n -> n), p -> p, film::add), names(MANY)));
    assertFails(run(pipeline(n -> n, damaged("picture 4", p -> p), film::add), names(MANY)));
    assertFails(run(pipeline(n -> n, p -> p, failingAt(4, failure, film::add)), names(MANY)));
    Iterable<String> broken =
        () -> {
          Iterator<String> names = names(4).iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              if (!names.hasNext()) {
                throw failure;
              }
              return true;
            }

            @Override
            public String next() {
              return names.next();
            }
          };
        };
    assertFails(run(pipeline(n -> n, p -> p, film::add), broken));
    Iterable<String> lost =
        () -> {
          throw failure;
        };
    assertFails(run(pipeline(n -> n, p -> p, film::add), lost));
  }

  @Test
  void afterAFailureNoMorePicturesAreLoaded() throws Exception {
    assertFails(run(pipeline(n -> n, damaged("picture 4", p -> p), film::add), names(MANY)));
    letThemRest(workers);
    assertThat(loaded).as("pictures that were loaded, of which number 4 fails").hasSizeLessThan(20);

    loaded.clear();
    assertFails(run(pipeline(n -> n, p -> p, failingAt(4, failure, film::add)), names(MANY)));
    letThemRest(workers);
    assertThat(loaded).as("pictures that were loaded, of which number 4 fails").hasSizeLessThan(20);
  }

  @Test
  void twoFilmsCanBeMadeAtATime() throws Exception {
    var both = new CountDownLatch(2);
    var pipeline =
        pipeline(
            name -> {
              both.countDown();
              awaitGate(both);
              return name;
            },
            picture -> picture,
            film::add);
    Run first = run(pipeline, names(20));
    Run second = run(pipeline, names(20));

    assertOpens(both, "two films were made at a time");
    assertThat(resultOf(first)).isEqualTo(20);
    assertThat(resultOf(second)).isEqualTo(20);
    assertThat(film).hasSize(40);
  }

  private K27_ImagePipeline pipeline(
      UnaryOperator<String> load, UnaryOperator<String> straighten, Consumer<String> append) {
    return new K27_ImagePipeline(
        name -> {
          workers.add(Thread.currentThread());
          loaded.add(name);
          return load.apply(name);
        },
        picture -> {
          workers.add(Thread.currentThread());
          return straighten.apply(picture);
        },
        append);
  }

  private static List<String> names(int count) {
    return names("picture ", count);
  }

  private static List<String> names(String start, int count) {
    return IntStream.range(0, count).mapToObj(i -> start + i).toList();
  }

  private UnaryOperator<String> damaged(String which, UnaryOperator<String> step) {
    return picture -> {
      if (picture.equals(which)) {
        throw failure;
      }
      return step.apply(picture);
    };
  }

  /** Fails when the steps before it have a picture each, and nobody to hand it to. */
  private Consumer<String> failingAt(int number, Throwable with, Consumer<String> append) {
    return failingAt("picture " + number, with, append);
  }

  private Consumer<String> failingAt(String which, Throwable with, Consumer<String> append) {
    return picture -> {
      if (picture.equals(which)) {
        letThemRest(workers);
        if (with instanceof Error error) {
          throw error;
        }
        throw failure;
      }
      append.accept(picture);
    };
  }

  private static UnaryOperator<String> meetingAt(String which, CountDownLatch gate) {
    return picture -> {
      if (picture.equals(which)) {
        gate.countDown();
        awaitGate(gate);
      }
      return picture;
    };
  }

  /** Fails when the gate opens, or when it is interrupted. Then the interrupt is used up. */
  private UnaryOperator<String> failingWhenOpen(
      String which, CountDownLatch arrived, CountDownLatch gate) {
    return picture -> {
      if (picture.equals(which)) {
        arrived.countDown();
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException("out of order", e);
        }
        throw failure;
      }
      return picture;
    };
  }

  private static UnaryOperator<String> one(AtomicInteger most, UnaryOperator<String> step) {
    var atATime = new AtomicInteger();
    return picture -> {
      most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
      try {
        return step.apply(picture);
      } finally {
        atATime.decrementAndGet();
      }
    };
  }

  private static Run run(K27_ImagePipeline pipeline, Iterable<String> names) {
    return new Run(pipeline, names);
  }

  private static void assertFails(Run run) throws Exception {
    assertThat(failureOf(run))
        .as("what run() throws when a step has thrown")
        .hasStackTraceContaining("out of order");
  }

  private static int resultOf(Run run) throws Exception {
    assertEnds(run);
    try {
      return run.task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static Throwable failureOf(Run run) throws Exception {
    assertEnds(run);
    assertThat(run.task.state()).as("how run() ended").isEqualTo(Future.State.FAILED);
    return run.task.exceptionNow();
  }

  private static void assertEnds(Run run) throws InterruptedException {
    try {
      run.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      // It ended, and the caller of this asks how.
    } catch (TimeoutException e) {
      assertInTime(false, "run() returned");
    }
  }

  private static void assertOpens(CountDownLatch gate, String what) throws InterruptedException {
    assertInTime(gate.await(patience.toMillis(), MILLISECONDS), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("hung up", e);
    }
  }

  /** Gives it a second, and no more than that: what it waits for may come later only. */
  private static void letItEnd(Run run) {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (System.nanoTime() < deadline && !run.task.isDone()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Gives those that go on without a caller a second to show it. */
  private void letThemGoOn(int pictures) {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    while (System.nanoTime() < deadline
        && loaded.size() < pictures
        && workers.stream().anyMatch(Thread::isAlive)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /**
   * Returns when each has ended or waits without a time limit: then it stays until somebody wakes
   * it. Those that wait with a limit, or not at all, get two and a half seconds to give up.
   */
  private static void letThemPause(Set<Thread> threads) {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && !threads.stream().allMatch(K27_ImagePipelineTest::hasEndedOrStays)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** In jox, another thread looks at the clock for the one that is in selectWithin(). */
  private static boolean hasEndedOrStays(Thread thread) {
    return switch (thread.getState()) {
      case TERMINATED -> true;
      case WAITING ->
          Stream.of(thread.getStackTrace()).noneMatch(f -> f.getMethodName().endsWith("Within"));
      default -> false;
    };
  }

  /** Returns when each has ended or waits for something, or when patience is at its end. */
  private static boolean letThemRest(Set<Thread> threads) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      if (threads.stream().allMatch(K27_ImagePipelineTest::hasEndedOrWaits)) {
        return true;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return false;
  }

  private static boolean hasEndedOrWaits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, TERMINATED -> true;
      default -> thread == Thread.currentThread();
    };
  }

  /** Somebody who makes a film, in a thread of their own. */
  private static final class Run {
    final FutureTask<Integer> task;
    final Thread thread;

    Run(K27_ImagePipeline pipeline, Iterable<String> names) {
      task = new FutureTask<>(() -> pipeline.run(names));
      thread = Thread.ofPlatform().daemon().name("film").start(task);
    }
  }
}
