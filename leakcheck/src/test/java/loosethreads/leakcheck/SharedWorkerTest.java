package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools that a library shares among all who use it, and pools that only look like it. */
@LeakFree
class SharedWorkerTest {
  private static final Duration SHORT = Duration.ofMillis(60);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OkHttp TaskRunner",
        "boundedElastic-1",
        "boundedElastic-evictor-12",
        "RxComputationThreadPool-1",
        "RxCachedThreadScheduler-3",
        "RxCachedWorkerPoolEvictor-1",
        "RxSingleScheduler-1"
      })
  void blamesNobodyForTheirIdleWorkers(String name) throws Exception {
    Watch watch = Watch.open("the test", Eyes.best());
    try (ScheduledExecutorService pool = pool(name)) {
      pool.submit(() -> {}).get();
      // As a limit does that was not reached: it leaves the worker waiting, though with nothing
      // due.
      pool.schedule(() -> {}, 1, TimeUnit.HOURS).cancel(false);
      assertThat(watch.close(SHORT, false)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boundedElastic",
        "boundedElastic-",
        "boundedElastic-x",
        // Reactor's have a class of their own.
        "parallel-1",
        "single-1",
        // Ends with its subscription, unless nobody disposes of that.
        "RxNewThreadScheduler-1"
      })
  void knowsNoOthers(String name) throws Exception {
    Watch watch = Watch.open("the test", Eyes.best());
    try (ScheduledExecutorService pool = pool(name)) {
      pool.submit(() -> {}).get();
      assertThat(watch.close(SHORT, false)).isPresent();
    }
  }

  @Test
  void tellsOfATaskThatKeepsOneBusy() throws Exception {
    assertThat(closeWhileBusy(Watch.open("the test", Eyes.best()))).isPresent();
  }

  @Test
  void blamesNobodyForABusyOneWhileAnotherTestMayUseIt() throws Exception {
    Watch watch = Watch.open(new Scope("one test", Optional.empty()), Eyes.best());
    Watch other = Watch.open(new Scope("another test", Optional.empty()), Eyes.best());
    assertThat(other.close(SHORT, false)).isEmpty();
    assertThat(closeWhileBusy(watch)).isEmpty();
  }

  private static Optional<LeakReport> closeWhileBusy(Watch watch) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ScheduledExecutorService pool = pool("RxComputationThreadPool-1")) {
      pool.execute(() -> {
        started.countDown();
        await(end);
      });
      started.await();
      try {
        return watch.close(SHORT, false);
      } finally {
        end.countDown();
      }
    }
  }

  private static ScheduledExecutorService pool(String name) {
    return Executors.newScheduledThreadPool(1, task -> new Thread(task, name));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
