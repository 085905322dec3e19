package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
    var pipeline = pipeline(name -> name, picture -> picture, failingAt(3, film::add));

    assertFails(run(pipeline, names(MANY)));
  }

  @Test
  @Order(2)
  @LeakFree
  void nothingGoesOnWhenAPictureIsDamagedOrTheCallerLeaves() throws Exception {
    assertFails(run(pipeline(name -> name, damaged("picture 3", p -> p), film::add), names(MANY)));

    var filmIsBusy = new CountDownLatch(1);
    var filmIsFree = new CountDownLatch(1);
    Run leaving =
        run(
            pipeline(
                name -> {
                  if (name.equals("picture 2")) {
                    filmIsBusy.countDown();
                    awaitGate(filmIsFree);
                  }
                  return name;
                },
                picture -> picture,
                film::add),
            names(MANY));
    assertOpens(filmIsBusy, "picture 2 was loaded");
    letThemRest(Set.of(leaving.thread));
    leaving.thread.interrupt();
    assertThatThrownBy(() -> resultOf(leaving))
        .as("what a caller gets who was interrupted")
        .isInstanceOf(InterruptedException.class);
    filmIsFree.countDown();
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
    letThemRest(workers);

    assertThat(loaded).as("pictures in memory").hasSizeBetween(1, 10);
    filmIsFree.countDown();
    assertThat(resultOf(run)).isEqualTo(MANY);
  }

  @Test
  void aFailureGetsToTheCaller() throws Exception {
    assertFails(run(pipeline(damaged("picture 4", n -> n), p -> p, film::add), names(MANY)));
    assertFails(run(pipeline(n -> n, damaged("picture 4", p -> p), film::add), names(MANY)));
    assertFails(run(pipeline(n -> n, p -> p, failingAt(4, film::add)), names(MANY)));
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
  }

  @Test
  void afterAFailureNoMorePicturesAreLoaded() throws Exception {
    assertFails(run(pipeline(n -> n, damaged("picture 4", p -> p), film::add), names(MANY)));
    letThemRest(workers);
    assertThat(loaded).as("pictures that were loaded, of which number 4 fails").hasSizeLessThan(20);

    loaded.clear();
    assertFails(run(pipeline(n -> n, p -> p, failingAt(4, film::add)), names(MANY)));
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
    return IntStream.range(0, count).mapToObj(i -> "picture " + i).toList();
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
  private Consumer<String> failingAt(int number, Consumer<String> append) {
    return picture -> {
      if (picture.equals("picture " + number)) {
        letThemRest(workers);
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

  private void assertFails(Run run) {
    assertThatThrownBy(() -> resultOf(run))
        .as("what run() throws when a step has thrown")
        .hasStackTraceContaining("out of order");
  }

  private static int resultOf(Run run) throws Exception {
    try {
      return run.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "run() returned");
      throw e;
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

  /** Returns when each has ended or waits for something, or when patience is at its end. */
  private static void letThemRest(Set<Thread> threads) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && !threads.stream().allMatch(K27_ImagePipelineTest::hasEndedOrWaits)) {
      LockSupport.parkNanos(1_000_000);
    }
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
