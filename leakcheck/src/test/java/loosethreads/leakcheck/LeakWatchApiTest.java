package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import loosethreads.leakcheck.programs.PriceTicker;
import org.junit.jupiter.api.Test;

@LeakFree
class LeakWatchApiTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  @Test
  void throwsTheReport() {
    try (PriceTicker ticker = new PriceTicker()) {
      LeakWatch watch = LeakWatch.open(SHORT);
      ticker.listen();
      assertThatThrownBy(watch::close)
          .isInstanceOfSatisfying(
              LeakError.class,
              e -> {
                assertThat(e).hasMessage(e.report().toString());
                assertThat(e.report().test()).isEqualTo("LeakWatchApiTest.throwsTheReport()");
                assertThat(e.report().threads()).isEqualTo(1);
              });
      watch.close();
    }
  }

  @Test
  void leavesThreadsAloneWhenToldTo() {
    try (PriceTicker ticker = new PriceTicker()) {
      LeakWatch watch = LeakWatch.open(SHORT).withoutInterrupt();
      ticker.listen();
      assertThatThrownBy(watch::close)
          .isInstanceOf(LeakError.class)
          .hasMessageContaining("interrupt   not interrupted");
    }
  }

  @Test
  void provesWhatItReportsWhenToldTo() {
    LeakWatch watch = LeakWatch.open(SHORT).proving();
    PriceTicker.listenAndForget();
    assertThatThrownBy(watch::close)
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("proof       proven: no live thread can ever wake it");
  }

  @Test
  void countsTheThreadsOfBothKindsWhileTheyLive() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    try (LeakWatch watch = LeakWatch.open()) {
      assertThat(watch.count()).isEqualTo(new ThreadCount(0, 0));
      Thread platform = Thread.ofPlatform().start(() -> await(gate));
      Thread one = Thread.ofVirtual().start(() -> await(gate));
      Thread other = Thread.ofVirtual().start(() -> await(gate));
      assertThat(watch.count()).isEqualTo(new ThreadCount(1, 2));
      assertThat(watch.count().total()).isEqualTo(3);
      gate.countDown();
      platform.join();
      one.join();
      other.join();
      assertThat(watch.count()).isEqualTo(new ThreadCount(0, 0));
    }
  }

  @Test
  void reportsWhoIsThereNowAndGoesOn() {
    LeakWatch watch = LeakWatch.open(SHORT);
    assertThat(watch.report()).isEmpty();
    try (PriceTicker ticker = new PriceTicker()) {
      ticker.listen();
      assertThat(watch.report())
          .hasValueSatisfying(report -> {
            assertThat(report.threads()).isEqualTo(1);
            assertThat(report.toString())
                .startsWith(
                    "LeakWatchApiTest.reportsWhoIsThereNowAndGoesOn() has 1 thread alive now.")
                .contains("interrupt   not interrupted");
          });
    }
    watch.close();
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> LeakWatch.open(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> LeakWatch.open(Duration.ofMillis(-1)));
  }

  @Test
  void takesNoNoticeOfThreadsFromBefore() {
    try (PriceTicker ticker = new PriceTicker()) {
      ticker.listen();
      LeakWatch.open(SHORT).close();
    }
  }

  @Test
  void takesNoNoticeOfThreadsThatOthersStartMeanwhile() throws Exception {
    var go = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    try (PriceTicker ticker = new PriceTicker()) {
      Thread other =
          Thread.startVirtualThread(() -> {
            await(go);
            ticker.listen();
            done.countDown();
          });
      LeakWatch watch = LeakWatch.open(SHORT);
      go.countDown();
      done.await();
      watch.close();
      other.join();
    }
  }

  @Test
  void takesNoNoticeOfAnIdleWorkerOfAnOlderPool() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      LeakWatch watch = LeakWatch.open(SHORT);
      pool.submit(() -> {}).get();
      watch.close();
    }
  }

  @Test
  void tellsOfATaskThatOccupiesAnOlderPool() {
    var latch = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      LeakWatch watch = LeakWatch.open(SHORT);
      pool.execute(() -> await(latch));
      assertThatThrownBy(watch::close)
          .isInstanceOf(LeakError.class)
          .hasMessageContaining("a ThreadPoolExecutor")
          .hasMessageContaining("the task ended; its worker waits for the next");
    }
  }

  @Test
  void restoresTheInterruptOfTheThreadThatWaits() {
    try (PriceTicker ticker = new PriceTicker()) {
      LeakWatch watch = LeakWatch.open(SHORT);
      ticker.listen();
      Thread.currentThread().interrupt();
      assertThatThrownBy(watch::close).isInstanceOf(LeakError.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // It is over.
    }
  }
}
