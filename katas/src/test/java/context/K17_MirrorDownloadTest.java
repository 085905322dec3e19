package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import context.K17_MirrorDownload.Mirror;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all downloads share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K17_MirrorDownloadTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** With as many processors at work, 25 moments take 25 ms. */
  private static final long MOMENT =
      Duration.ofMillis(Runtime.getRuntime().availableProcessors()).toNanos();

  /** Opens when two mirrors that take their time were asked. */
  private final CountDownLatch asked = new CountDownLatch(2);

  /** What a mirror sends that takes its time, once a test lets it. Most tests never do. */
  private final FutureTask<String> answer = new FutureTask<>(() -> "late copy");

  /**
   * Threads, mirrors, downloads. Held here, none can be garbage collected and seem to have ended.
   */
  private final List<Object> held = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  @LeakFree
  void theLosersAreCalledOff() throws Exception {
    var build = build(downloader(this::stuck, this::first, this::stuckInAnotherLibrary), "guava");

    assertThat(answerTo(build)).isEqualTo("first copy of guava");
  }

  @Test
  @Order(2)
  @LeakFree
  void aCanceledBuildLeavesNoDownloadBehind() throws Exception {
    var build = build(downloader(this::stuck, this::stuckInAnotherLibrary), "guava");
    assertOpens(asked, "all mirrors were asked");

    build.thread.interrupt();

    assertThatThrownBy(() -> answerTo(build))
        .as("what a build gets that is canceled while it waits")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  @Order(3)
  @LeakFree
  void aPhotoFinishLeavesNobodyBehind() throws Exception {
    for (int i = 0; i < 20; i++) {
      var build = build(downloader(this::quick, this::quick, this::quick, this::quick), "guava");
      assertThat(answerTo(build)).isEqualTo("copy of guava");
    }
  }

  @Test
  @Order(4)
  @LeakFree
  void mirrorsThatAllFailLeaveNobodyBehind() throws Exception {
    var build = build(downloader(this::broken, this::crashing, this::broken), "guava");

    assertThatThrownBy(() -> answerTo(build)).isInstanceOf(IOException.class);
  }

  /** The first copy is here before the last mirrors have begun to fetch, if they ever do. */
  @Test
  @Order(5)
  @LeakFree
  void aMirrorThatBeginsLateIsCalledOffAsWell() throws Exception {
    var mirrors = new ArrayList<Mirror>(Collections.nCopies(25, this::stuckAfterAMoment));
    mirrors.addFirst(this::quick);

    for (int i = 0; i < 3; i++) {
      var build = build(downloader(mirrors.toArray(Mirror[]::new)), "guava");
      assertThat(answerTo(build)).isEqualTo("copy of guava");
    }
  }

  @Test
  void aMirrorThatFailsFirstDoesNotDecide() throws Exception {
    var failed = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var build =
        build(
            downloader(
                file -> {
                  failed.countDown();
                  throw new IOException("404");
                },
                file -> {
                  mayAnswer.await();
                  return "second";
                }),
            "guava");
    assertOpens(failed, "the first mirror was asked");

    assertThat(endsEarly(build))
        .as("the download ended, but one mirror still works on it")
        .isFalse();
    mayAnswer.countDown();

    assertThat(answerTo(build)).isEqualTo("second");
  }

  @Test
  void aDownloadFailsWhenAllMirrorsHaveFailed() throws Exception {
    var mirrors = Stream.<Mirror>generate(() -> this::broken).limit(200).toArray(Mirror[]::new);

    assertThatThrownBy(() -> answerTo(build(downloader(mirrors), "guava")))
        .as("what a build gets when all mirrors have failed")
        .isInstanceOf(IOException.class);
  }

  @Test
  void aDownloadFailsWithAnIOExceptionHoweverItsMirrorsFail() throws Exception {
    // The second is an InterruptedIOException, though nobody was interrupted.
    var failures =
        List.of(
            new IllegalStateException("The protocol has changed."),
            new SocketTimeoutException("Read timed out."));

    for (var failure : failures) {
      Mirror mirror =
          _ -> {
            throw failure;
          };

      assertThatThrownBy(() -> answerTo(build(downloader(mirror, mirror), "guava")))
          .as("what a build gets when all mirrors have failed with %s", failure)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDownloadWithoutMirrorsFails() throws Exception {
    assertThatThrownBy(() -> answerTo(build(downloader(), "guava")))
        .as("what a build gets when there is no mirror")
        .isInstanceOf(Exception.class);
  }

  @Test
  void aCopyOfTheLastMirrorCounts() throws Exception {
    assertThat(answerTo(build(downloader(this::broken, this::crashing, this::quick), "guava")))
        .isEqualTo("copy of guava");
  }

  @Test
  void aSlowMirrorDoesNotHoldAnybodyUp() throws Exception {
    assertThat(
            answerTo(
                build(downloader(this::stuck, this::stuck, this::stuck, this::quick), "guava")))
        .isEqualTo("copy of guava");
    assertThat(
            answerTo(
                build(downloader(this::quick, this::stuck, this::stuck, this::stuck), "guava")))
        .isEqualTo("copy of guava");
  }

  @Test
  void allMirrorsAreAskedAtOnceHoweverManyThereAre() throws Exception {
    var mirrors = new ArrayList<Mirror>(Collections.nCopies(50, this::stuck));
    mirrors.addLast(this::quick);

    assertThat(answerTo(build(downloader(mirrors.toArray(Mirror[]::new)), "guava")))
        .isEqualTo("copy of guava");
  }

  @Test
  void aDownloadThatIsOverLeavesTheOthersAlone() throws Exception {
    var downloader =
        downloader(
            file -> file.equals("spring") ? stuck(file) : quick(file),
            file -> file.equals("spring") ? stuck(file) : broken(file));
    var slow = build(downloader, "spring");
    assertOpens(asked, "all mirrors were asked");

    assertThat(answerTo(build(downloader, "guava"))).isEqualTo("copy of guava");
    assertThat(answerTo(build(downloader, "junit"))).isEqualTo("copy of junit");
    answer.run();

    assertThat(answerTo(slow)).isEqualTo("late copy");
  }

  @Test
  void aCanceledBuildLeavesAnotherAloneThatWantsTheSameFile() throws Exception {
    var downloader = downloader(this::stuckUnlessCalledOff);
    var canceled = build(downloader, "guava");
    var other = build(downloader, "guava");
    letBothBeAskedFor();

    canceled.thread.interrupt();
    assertThatThrownBy(() -> answerTo(canceled))
        .as("what a build gets that is canceled while it waits")
        .isInstanceOf(InterruptedException.class);
    answer.run();

    assertThatCode(() -> assertThat(answerTo(other)).isEqualTo("late copy"))
        .as("the download of a build that wants the same file as one that was canceled")
        .doesNotThrowAnyException();
  }

  @Test
  void aBuildThatHasItsCopyLeavesAnotherAloneThatWantsTheSameFile() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    var isFirst = new AtomicBoolean(true);
    var downloader =
        downloader(file -> {
          if (!isFirst.getAndSet(false)) {
            return stuckUnlessCalledOff(file);
          }
          asked.countDown();
          mayAnswer.await();
          return "first copy";
        });
    var oneIsOver = new CountDownLatch(1);
    Callable<String> wish =
        () -> {
          try {
            return downloader.download("guava");
          } finally {
            oneIsOver.countDown();
          }
        };
    var builds = List.of(new Build(wish), new Build(wish));
    letBothBeAskedFor();

    mayAnswer.countDown();
    assertOpens(oneIsOver, "one of the downloads ended");
    answer.run();

    for (var build : builds) {
      assertThatCode(() -> assertThat(answerTo(build)).isIn("first copy", "late copy"))
          .as("the downloads of two builds that want the same file, when one has its copy")
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aBuildThatHasItsCopyIsNotLeftInterrupted() throws Exception {
    var downloader = downloader(this::stuck, this::quick);
    var interrupted = new AtomicBoolean();
    var build =
        new Build(() -> {
          String copy = downloader.download("guava");
          interrupted.set(Thread.currentThread().isInterrupted());
          return copy;
        });

    assertThat(answerTo(build)).isEqualTo("copy of guava");
    assertThat(interrupted).as("the build's own thread is interrupted").isFalse();
  }

  private String quick(String file) {
    return "copy of " + file;
  }

  private String broken(String file) throws IOException {
    throw new IOException("404 " + file);
  }

  /** Fails as well, but nobody said so beforehand. */
  private String crashing(String file) {
    throw new IllegalStateException("The protocol has changed.");
  }

  /** Does not answer by itself. */
  private String stuck(String file) throws Exception {
    hold(Thread.currentThread());
    asked.countDown();
    return answer.get();
  }

  /** Stuck, and it does not forget an interrupt because the answer came just then. */
  private String stuckUnlessCalledOff(String file) throws Exception {
    String copy = stuck(file);
    if (Thread.interrupted()) {
      throw new InterruptedException("called off");
    }
    return copy;
  }

  /** Returns when a mirror was asked twice. A program that asks once for both takes a second. */
  private void letBothBeAskedFor() throws InterruptedException {
    var _ = asked.await(1, SECONDS);
  }

  /**
   * Keeps a processor busy before it gets stuck. So of many on virtual threads the last have not
   * begun for 25 ms.
   */
  private String stuckAfterAMoment(String file) throws Exception {
    long began = System.nanoTime();
    while (System.nanoTime() - began < MOMENT && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return stuck(file);
  }

  /** Stuck, too, but this one comes with a library that has its own word for an interrupt. */
  private String stuckInAnotherLibrary(String file) throws Exception {
    try {
      return stuck(file);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("closed by interrupt");
    }
  }

  /** Answers when those that are stuck have been asked. */
  private String first(String file) throws InterruptedException {
    asked.await();
    return "first copy of " + file;
  }

  private K17_MirrorDownload downloader(Mirror... mirrors) {
    return hold(new K17_MirrorDownload(List.of(mirrors)));
  }

  private <T> T hold(T object) {
    held.add(object);
    return object;
  }

  private static Build build(K17_MirrorDownload downloader, String file) {
    return new Build(() -> downloader.download(file));
  }

  /** Gives a download that ends too early the time to do so. A right one costs us 20 ms. */
  private static boolean endsEarly(Build build) throws InterruptedException {
    return build.thread.join(Duration.ofMillis(20));
  }

  private static String answerTo(Build build) throws Exception {
    try {
      return build.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "download() returned");
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

  /** Somebody who waits for a package, in a thread of their own. */
  private static final class Build {
    final FutureTask<String> task;
    final Thread thread;

    Build(Callable<String> wish) {
      task = new FutureTask<>(wish);
      thread = Thread.ofPlatform().daemon().name("build").start(task);
    }
  }
}
