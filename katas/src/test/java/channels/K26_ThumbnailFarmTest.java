package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
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
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all farms share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K26_ThumbnailFarmTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final List<String> resized = new CopyOnWriteArrayList<>();
  private final List<String> disturbed = new CopyOnWriteArrayList<>();
  private final CountDownLatch resizerIsFree = new CountDownLatch(1);
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<K26_ThumbnailFarm> opened = new ArrayList<>();

  /** The threads that worked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background, and not those that a test has closed: it may matter that it was only once.
    opened.forEach(farm -> inBackground(new FutureTask<>(farm::close, true)));
  }

  @Test
  @Order(1)
  @LeakFree
  void allWorkersGoHomeWhenTheFarmIsClosed() throws Exception {
    var farm = open(6, resized::add);
    addAll(farm, photos(12));
    assertResized(12);

    close(farm);
  }

  @Test
  @Order(2)
  @LeakFree
  void allWorkersGoHomeHoweverTheFarmIsClosed() throws Exception {
    close(open(5, resized::add));

    var farm = open(3, this::slowly);
    addAll(farm, photos(8));
    assertBecomesBusy(3);
    farm.add("broken");
    close(farm);
    close(farm);
    resizerIsFree.countDown();
    assertResized(8);
  }

  @Test
  @Order(3)
  @LeakFree
  void allWorkersGoHomeHoweverManyThereAreAndHoweverManyFarms() throws Exception {
    var large = open(20 + Runtime.getRuntime().availableProcessors(), resized::add);
    var small = open(2, resized::add);
    addAll(large, photos(10));
    assertResized(10);

    close(large);
    close(small);
  }

  @Test
  void aPhotoThatEndsWithAnErrorHarmsNoWorker() throws Exception {
    var farm =
        open(
            2,
            photo -> {
              if (photo.equals("panorama")) {
                throw new LinkageError("The decoder has a new version.");
              }
              resized.add(photo);
            });

    addAll(farm, List.of("panorama", "panorama", "panorama"));
    addAll(farm, photos(4));

    assertBecomes(4, "photos that were resized after some that ended with an Error", resized::size);
  }

  @Test
  void eachPhotoIsResizedOnce() throws Exception {
    var farm = open(4, resized::add);

    addAll(farm, photos(200));

    assertResized(200);
    assertThat(resized).containsExactlyInAnyOrderElementsOf(photos(200));
  }

  @Test
  void aPhotoMayHaveAnyName() throws Exception {
    var farm = open(2, resized::add);
    var names = List.of("", " ", "END", "end", "STOP", "POISON", "null", "last.jpg");

    addAll(farm, names);

    assertResized(names.size());
    assertThat(resized).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void asManyAreResizedAtATimeAsThereAreWorkers() throws Exception {
    var farm = open(4, this::slowly);

    addAll(farm, photos(20));
    assertBecomesBusy(4);
    resizerIsFree.countDown();

    assertResized(20);
    assertThat(most).as("most photos that were resized at a time").hasValue(4);
  }

  @Test
  void aPhotoThatCantBeResizedHarmsNobody() throws Exception {
    var farm = open(3, this::slowly);
    for (int i = 0; i < 10; i++) {
      farm.add("broken");
    }

    addAll(farm, photos(9));
    assertBecomesBusy(3);
    resizerIsFree.countDown();

    assertResized(9);
  }

  @Test
  void whatIsInTheFarmWhenItIsClosedIsResized() throws Exception {
    var farm = open(2, this::slowly);
    addAll(farm, photos(30));
    assertBecomesBusy(2);

    close(farm);
    resizerIsFree.countDown();

    assertResized(30);
    assertThat(resized).containsExactlyInAnyOrderElementsOf(photos(30));
    assertThat(disturbed).as("photos whose worker was interrupted").isEmpty();
  }

  @Test
  void nobodyIsDisturbedAtTheLastPhotosEither() throws Exception {
    var farm = open(2, this::slowly);
    addAll(farm, photos(2));
    assertBecomesBusy(2);

    close(farm);
    letThemDisturb();
    resizerIsFree.countDown();

    assertThat(disturbed).as("photos whose worker was interrupted").isEmpty();
    assertResized(2);
  }

  /** Again and again, for the photo may get to a worker before the farm is closed. */
  @Test
  void nobodyIsDisturbedAtAPhotoThatIsAddedJustBeforeTheEnd() throws Exception {
    resizerIsFree.countDown();
    for (int i = 0; i < 10; i++) {
      var farm = open(1, this::slowly);
      addAll(farm, List.of("first"));
      assertResized(2 * i + 1);
      assertAllRest();

      opened.remove(farm);
      await(new FutureTask<>(() -> addAndClose(farm), true), "add() and close() returned");

      assertBecomes(
          2 * i + 2, "photos that a worker has had", () -> resized.size() + disturbed.size());
      assertThat(disturbed).as("photos whose worker was interrupted").isEmpty();
    }
  }

  @Test
  void neitherAddingNorClosingWaitsForTheWorkers() throws Exception {
    var farm = open(1, this::slowly);
    addAll(farm, photos(2000));
    assertBecomesBusy(1);

    close(farm);

    assertThat(resized).as("photos that were resized by then").isEmpty();
    resizerIsFree.countDown();
  }

  @Test
  void aQuietHourHarmsNobody() throws Exception {
    var farm = open(3, this::slowly);
    addAll(farm, photos(3));
    assertBecomesBusy(3);
    resizerIsFree.countDown();
    assertResized(3);
    assertAllRest();
    letThemPause();

    addAll(farm, photos(9));

    assertResized(12);
  }

  @Test
  void aClosedFarmTakesNoMorePhotos() throws Exception {
    var farm = open(2, resized::add);
    close(farm);

    assertThatThrownBy(() -> farm.add("late.jpg"))
        .as("add() in a closed farm")
        .isNotInstanceOf(AssertionError.class);
  }

  @Test
  void toCloseOneFarmLeavesTheOthersAlone() throws Exception {
    var farm = open(2, resized::add);
    close(open(2, resized::add));

    addAll(farm, photos(5));

    assertResized(5);
  }

  private K26_ThumbnailFarm open(int count, Consumer<String> resizer) {
    var farm =
        new K26_ThumbnailFarm(
            count,
            photo -> {
              workers.add(Thread.currentThread());
              if (photo.equals("broken")) {
                throw new IllegalArgumentException("This is no photo.");
              }
              resizer.accept(photo);
            });
    opened.add(farm);
    return farm;
  }

  private void slowly(String photo) {
    most.accumulateAndGet(busy.incrementAndGet(), Math::max);
    try {
      resizerIsFree.await();
    } catch (InterruptedException e) {
      disturbed.add(photo);
      throw new IllegalStateException("disturbed", e);
    } finally {
      busy.decrementAndGet();
    }
    resized.add(photo);
  }

  private static List<String> photos(int count) {
    return IntStream.range(0, count).mapToObj(i -> "photo" + i + ".jpg").toList();
  }

  private static void addAll(K26_ThumbnailFarm farm, List<String> photos) throws Exception {
    await(new FutureTask<>(() -> photos.forEach(farm::add), true), "add() returned");
  }

  private static void addAndClose(K26_ThumbnailFarm farm) {
    farm.add("last");
    farm.close();
  }

  private void close(K26_ThumbnailFarm farm) throws Exception {
    opened.remove(farm);
    await(new FutureTask<>(farm::close, true), "close() returned");
  }

  private static void await(FutureTask<Boolean> task, String what) throws Exception {
    var caller = inBackground(task);
    try {
      assertNoWaitWithALimit(caller, what);
      task.get(1, MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      Duration waited = patience;
      patience = Duration.ofMillis(200);
      assertThat(false).as("%s (waited for %s)", what, waited).isTrue();
    }
  }

  /**
   * Returns when the caller has. Whoever waits for the workers with a limit still waits for them.
   */
  private static void assertNoWaitWithALimit(Thread caller, String what) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (caller.isAlive() && System.nanoTime() < deadline) {
      assertThat(caller.getState())
          .as("state of the caller before %s: it waits, be it with a limit", what)
          .isNotEqualTo(Thread.State.TIMED_WAITING);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void assertResized(int photos) throws InterruptedException {
    assertBecomes(photos, "photos that were resized", resized::size);
  }

  private void assertBecomesBusy(int count) throws InterruptedException {
    assertBecomes(count, "photos that are resized at the same time", busy::get);
  }

  private static void assertBecomes(int wanted, String what, IntSupplier actual)
      throws InterruptedException {
    Duration waited = patience;
    long deadline = System.nanoTime() + patience.toNanos();
    while (actual.getAsInt() < wanted && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    int got = actual.getAsInt();
    if (got < wanted) {
      patience = Duration.ofMillis(200);
    }
    assertThat(got).as("%s (waited for %s)", what, waited).isEqualTo(wanted);
  }

  /** A worker that asks again and again for a photo never comes to rest. */
  private void assertAllRest() throws InterruptedException {
    var restless = ConcurrentHashMap.<Thread>newKeySet();
    restless.addAll(workers);
    assertBecomes(
        workers.size(),
        "workers that wait for a photo and keep no processor busy",
        () -> {
          restless.removeIf(K26_ThumbnailFarmTest::rests);
          return workers.size() - restless.size();
        });
  }

  private static boolean rests(Thread thread) {
    return switch (thread.getState()) {
      case TERMINATED, WAITING, TIMED_WAITING -> true;
      default -> false;
    };
  }

  /** Gives somebody who interrupts the workers once the queue is empty the time to do it. */
  private void letThemDisturb() {
    long deadline = System.nanoTime() + Duration.ofMillis(300).toNanos();
    while (System.nanoTime() < deadline && disturbed.isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /**
   * Returns when each worker has ended or waits without a time limit: then it stays until somebody
   * wakes it. Those that wait with a limit, or not at all, get two and a half seconds to give up.
   */
  private void letThemPause() {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && !workers.stream().allMatch(K26_ThumbnailFarmTest::hasEndedOrStays)) {
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

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(FutureTask<Boolean> task) {
    return Thread.ofPlatform().daemon().name("upload").start(task);
  }
}
