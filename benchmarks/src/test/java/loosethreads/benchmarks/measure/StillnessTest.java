package loosethreads.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StillnessTest {
  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysSoIfAFixedProgramLeftAThread(Kind kind) throws InterruptedException {
    var gate = new CountDownLatch(1);
    Stillness stillness = Stillness.open();
    Thread left = kind.start(() -> await(gate));
    try {
      assertThatThrownBy(() -> stillness.await(0, Duration.ofMillis(50)))
          .hasMessage("expected 0 threads to be left, and there are 1");
    } finally {
      gate.countDown();
      left.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysSoIfALeakingProgramLeftNone(Kind kind) throws InterruptedException {
    Stillness stillness = Stillness.open();
    kind.start(() -> {}).join();

    assertThatThrownBy(() -> stillness.await(1, Duration.ofMillis(50)))
        .hasMessage("expected 1 threads to be left, and there are 0");
  }

  @ParameterizedTest
  @EnumSource
  void waitsUntilThereAreAsManyAsExpected(Kind kind) throws InterruptedException {
    var gate = new CountDownLatch(1);
    Stillness stillness = Stillness.open();
    Thread thread = kind.start(() -> await(gate));

    stillness.await(1);
    gate.countDown();
    stillness.await(0);

    assertThat(thread.isAlive()).isFalse();
  }
}
