package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two tests at the same time, where nothing says whose a thread is. */
@LeakFree
class CompanyTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final CountDownLatch end = new CountDownLatch(1);

  /** The test that runs here is around both. */
  private final Optional<Scope> around = BirthTag.currentScope();

  private final Eyes blind = new Eyes(Eyes.best().census(), Optional.empty());

  @AfterEach
  void end() {
    end.countDown();
  }

  @Test
  void doesNotBlameTheLastToEndForAThreadThatMayBeOfTheOther() {
    Watch first = open("first");
    Watch second = open("second");
    start();
    assertThat(first.close(SHORT, false)).isEmpty();
    assertThat(second.close(SHORT, false)).isEmpty();
    assertThat(first.doubtful()).hasSize(1);
    assertThat(second.doubtful()).hasSize(1);
  }

  @Test
  void blamesATestForAThreadFromBeforeTheOtherBeganOrAfterItEnded() {
    Watch first = open("first");
    start();
    Watch second = open("second");
    assertThat(second.close(SHORT, false)).isEmpty();
    start();
    assertThat(first.close(SHORT, false))
        .hasValueSatisfying(report -> assertThat(report.threads()).isEqualTo(2));
    assertThat(first.doubtful()).isEmpty();
  }

  @Test
  void looksForThemOnceMoreWhenAllIsOver() {
    Watch first = open("first");
    Watch second = open("second");
    start();
    Strays strays = new Strays();
    for (Watch watch : new Watch[] {first, second}) {
      assertThat(watch.close(SHORT, false)).isEmpty();
      strays.add(watch);
    }
    assertThat(strays.report(Set.of()))
        .hasValueSatisfying(report ->
            assertThat(report.toString())
                .startsWith("the run left 1 thread behind")
                .contains("\nWhose: first, second ran at the same time; nothing says which"));
    end.countDown();
    assertThat(strays.report(Set.of())).isEmpty();
  }

  private Watch open(String name) {
    return Watch.open(new Scope(name, around), blind);
  }

  private void start() {
    Thread.startVirtualThread(() -> {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
