package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all thumbnailers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K14_ThumbnailerTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** Painters of large photos wait here until a test says that they are done. */
  private final CountDownLatch done = new CountDownLatch(1);

  private final CountDownLatch begun = new CountDownLatch(2);

  /** Painters and thumbnailers. Held here, none can be collected and seem to have ended. */
  private final List<Object> held = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  @LeakFree
  void noPainterGoesOnWithAThumbnailThatWasCancelled() throws Exception {
    var thumbnailer = thumbnailer(AN_HOUR);
    var first = ask(thumbnailer, "large");
    var second = ask(thumbnailer, "large");
    assertOpens(begun, "two painters began");

    first.cancel(true);
    second.cancel(false); // To a CompletableFuture, both are the same.

    assertThatThrownBy(() -> resultOf(first))
        .as("what becomes of a thumbnail that was cancelled")
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> resultOf(second))
        .as("what becomes of a thumbnail that was cancelled")
        .isInstanceOf(CancellationException.class);
  }

  @Test
  @Order(2)
  @LeakFree
  void noPainterGoesOnWithAThumbnailThatTookTooLong() throws Exception {
    var thumbnailer = thumbnailer(SHORT);

    for (int i = 0; i < 2; i++) {
      var thumbnail = ask(thumbnailer, "large");
      assertThatThrownBy(() -> resultOf(thumbnail))
          .as("what becomes of a thumbnail that takes longer than the limit")
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  @Order(3)
  @LeakFree
  void aThumbnailThatIsDoneLeavesNothingBehind() throws Exception {
    var thumbnailer = thumbnailer(AN_HOUR);

    assertThat(resultOf(ask(thumbnailer, "small"))).isEqualTo("thumbnail of small");
    assertThatThrownBy(() -> resultOf(ask(thumbnailer, "torn")))
        .isInstanceOf(ExecutionException.class);
  }

  @Test
  @Order(4)
  @LeakFree
  void nobodyBeginsAThumbnailThatWasCancelledAtOnce() throws Exception {
    Set<String> unwanted = ConcurrentHashMap.newKeySet();
    var thumbnailer =
        hold(
            new K14_Thumbnailer(
                photo -> {
                  hold(Thread.currentThread());
                  if (unwanted.contains(photo)) {
                    done.await();
                  }
                  return photo;
                },
                AN_HOUR));

    var inAHurry =
        new FutureTask<>(() -> {
          for (int i = 0; i < 20; i++) {
            thumbnailer.thumbnail("photo " + i).cancel(true);
            unwanted.add("photo " + i);
          }
          return unwanted;
        });
    beforeVirtualThreadsBegin(inAHurry);
    inTime(inAHurry::get, "thumbnail() returned");
  }

  /** With a picture from its cache, say. It is the album's future as much as the painter's. */
  @Test
  @Order(5)
  @LeakFree
  void noPainterGoesOnWithAThumbnailThatTheAlbumHasFound() throws Exception {
    var thumbnailer = thumbnailer(AN_HOUR);
    var found = ask(thumbnailer, "large");
    var lost = ask(thumbnailer, "large");
    assertOpens(begun, "two painters began");

    found.complete("thumbnail from the cache");
    lost.completeExceptionally(new IOException("the photo was deleted"));

    assertThat(resultOf(found))
        .as("what becomes of a thumbnail that the album has found itself")
        .isEqualTo("thumbnail from the cache");
    assertThatThrownBy(() -> resultOf(lost))
        .as("what becomes of a thumbnail that the album itself has given up")
        .hasRootCauseMessage("the photo was deleted");
  }

  @Test
  void aThumbnailIsPainted() throws Exception {
    var thumbnailer = thumbnailer(AN_HOUR);

    assertThat(resultOf(ask(thumbnailer, "small"))).isEqualTo("thumbnail of small");
    assertThat(resultOf(ask(thumbnailer, "tiny"))).isEqualTo("thumbnail of tiny");
  }

  @Test
  void aPainterThatFailsIsNotHidden() throws Exception {
    var thumbnail = ask(thumbnailer(AN_HOUR), "torn");

    assertThatThrownBy(() -> resultOf(thumbnail))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("the photo is torn");
  }

  @Test
  void aPainterThatEndsWithAnErrorIsNotHidden() throws Exception {
    var thumbnailer =
        hold(
            new K14_Thumbnailer(
                photo -> {
                  throw new LinkageError("the graphics driver is gone");
                },
                AN_HOUR));

    assertThatThrownBy(() -> resultOf(ask(thumbnailer, "any")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LinkageError.class)
        .hasRootCauseMessage("the graphics driver is gone");
  }

  @Test
  void aPainterThatIsInterruptedItselfHasFailed() throws Exception {
    var thumbnail = ask(thumbnailer(AN_HOUR), "cut off");

    assertThatThrownBy(() -> resultOf(thumbnail))
        .as("what becomes of a thumbnail that everybody waits for, but the painter was interrupted")
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void aPainterThatFailsOnlyWhenItIsInterruptedTookTooLong() throws Exception {
    var thumbnail = ask(thumbnailer(SHORT), "touchy");

    assertThatThrownBy(() -> resultOf(thumbnail))
        .as("what becomes of a thumbnail that takes longer than the limit")
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void aPainterGetsItsTime() throws Exception {
    var thumbnailer = thumbnailer(AN_HOUR);
    var one = ask(thumbnailer, "large");
    var two = ask(thumbnailer, "large");
    assertOpens(begun, "two painters began, and thumbnail() did not wait for the first");

    assertThat(one.isDone()).as("the thumbnail was given up before its time").isFalse();
    done.countDown();

    assertThat(resultOf(one)).isEqualTo("thumbnail of large");
    assertThat(resultOf(two)).isEqualTo("thumbnail of large");
  }

  @Test
  void aCancelledThumbnailLeavesTheOthersAlone() throws Exception {
    var thumbnailer = thumbnailer(AN_HOUR);
    var neighbor = ask(thumbnailer, "large");
    var unwanted = ask(thumbnailer, "large");
    assertOpens(begun, "two painters began, and thumbnail() did not wait for the first");

    unwanted.cancel(true);
    assertThat(resultOf(ask(thumbnailer, "small"))).isEqualTo("thumbnail of small");
    assertThatThrownBy(() -> resultOf(ask(thumbnailer, "torn")))
        .hasRootCauseInstanceOf(IOException.class);
    done.countDown();

    assertThat(resultOf(neighbor)).as("the neighbor").isEqualTo("thumbnail of large");
  }

  @Test
  void aThumbnailerWorksOnAfterAThumbnailThatTookTooLong() throws Exception {
    var thumbnailer = thumbnailer(Duration.ofMillis(20));
    assertThatThrownBy(() -> resultOf(ask(thumbnailer, "large")))
        .hasCauseInstanceOf(TimeoutException.class);

    // On a busy machine a small photo can take too long, too, but not every time.
    var thumbnail = settled(ask(thumbnailer, "small"));
    for (int i = 0; i < 100 && thumbnail.isCompletedExceptionally(); i++) {
      thumbnail = settled(ask(thumbnailer, "small"));
    }

    assertThat(resultOf(thumbnail)).isEqualTo("thumbnail of small");
  }

  @Test
  void manyThumbnailsArePaintedAtOnce() throws Exception {
    var everybody = new CountDownLatch(50);
    var thumbnailer =
        hold(
            new K14_Thumbnailer(
                photo -> {
                  everybody.countDown();
                  everybody.await();
                  return photo;
                },
                AN_HOUR));
    var thumbnails = new ArrayList<CompletableFuture<String>>();
    for (int i = 0; i < 50; i++) {
      thumbnails.add(ask(thumbnailer, "any"));
    }

    assertOpens(everybody, "50 photos were painted at the same time");
    for (var thumbnail : thumbnails) {
      assertThat(resultOf(thumbnail)).isEqualTo("any");
    }
  }

  private K14_Thumbnailer thumbnailer(Duration limit) {
    return hold(new K14_Thumbnailer(this::paint, limit));
  }

  private String paint(String photo) throws Exception {
    hold(Thread.currentThread());
    switch (photo) {
      case "large" -> {
        begun.countDown();
        done.await();
      }
      case "torn" -> throw new IOException("the photo is torn");
      case "cut off" -> throw new InterruptedException("the graphics card was taken away");
      case "touchy" -> {
        try {
          done.await();
        } catch (InterruptedException e) {
          throw new IOException("closed by interrupt", e);
        }
      }
      default -> {}
    }
    return "thumbnail of " + photo;
  }

  private <T> T hold(T object) {
    held.add(object);
    return object;
  }

  /** In the background: thumbnail() returns at once, or this test says that it does not. */
  private static CompletableFuture<String> ask(K14_Thumbnailer thumbnailer, String photo)
      throws Exception {
    return inTime(() -> thumbnailer.thumbnail(photo), "thumbnail() returned");
  }

  private static String resultOf(CompletableFuture<String> thumbnail) throws Exception {
    return settled(thumbnail).get();
  }

  private static CompletableFuture<String> settled(CompletableFuture<String> thumbnail)
      throws Exception {
    var settled = new CountDownLatch(1);
    thumbnail.whenComplete((result, failure) -> settled.countDown());
    assertOpens(settled, "the future ended");
    return thumbnail;
  }

  /**
   * Does it while every carrier is busy, so that no virtual thread begins before it is done, or
   * waits for one.
   */
  private static void beforeVirtualThreadsBegin(Runnable action) throws InterruptedException {
    var carriers = new CountDownLatch(Runtime.getRuntime().availableProcessors());
    var over = new AtomicBoolean();
    for (long i = carriers.getCount(); i > 0; i--) {
      Thread.startVirtualThread(() -> {
        carriers.countDown();
        while (!over.get()) {
          Thread.onSpinWait();
        }
      });
    }
    // A carrier that does not come is busy already.
    var _ = carriers.await(patience.toMillis(), MILLISECONDS);
    Thread acting = Thread.ofPlatform().daemon().name("album").start(action);
    long deadline = System.nanoTime() + patience.toNanos();
    while (acting.getState() == Thread.State.RUNNABLE && System.nanoTime() < deadline) {
      acting.join(Duration.ofMillis(1));
    }
    over.set(true);
  }

  private static <T> T inTime(Callable<T> action, String what) throws Exception {
    var task = new FutureTask<>(action);
    Thread.ofPlatform().daemon().name("album").start(task);
    try {
      return task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, what);
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
}
