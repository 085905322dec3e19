package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import loosethreads.leakcheck.programs.Adopted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Threads that go on from test to test, and end with their class. */
@LeakFree
class ClassScopeTest {
  private static final Map<String, String> IN_PARALLEL =
      Map.of(
          "junit.jupiter.execution.parallel.enabled", "true",
          "junit.jupiter.execution.parallel.mode.default", "concurrent",
          "junit.jupiter.execution.parallel.config.strategy", "fixed",
          "junit.jupiter.execution.parallel.config.fixed.parallelism", "4",
          "junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL");

  @AfterEach
  void end() {
    Adopted.endAll();
  }

  @Test
  void letsThreadsOutliveATestThatTheClassEnds() {
    Suite suite = Suite.run(Adopted.SharedByTheClass.class, Map.of());
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).hasSize(4);
  }

  @Test
  void letsThreadsOutliveATestThatTheClassEndsInParallelToo() {
    Suite suite = Suite.run(Adopted.SharedByTheClass.class, IN_PARALLEL);
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).hasSize(4);
  }

  @Test
  void blamesTheClassForThreadsThatItDoesNotEnd() {
    blamesTheClass(Map.of());
  }

  @Test
  void blamesTheClassInParallelToo() {
    blamesTheClass(IN_PARALLEL);
  }

  private static void blamesTheClass(Map<String, String> parameters) {
    Suite suite = Suite.run(Adopted.NeverEndedByTheClass.class, parameters);
    assertThat(suite.failures())
        .containsOnlyKeys("isWatchedItself()", "Adopted$NeverEndedByTheClass");
    assertThat(suite.failures().get("Adopted$NeverEndedByTheClass"))
        .isInstanceOfSatisfying(
            LeakError.class,
            e -> {
              assertThat(e.report().test()).isEqualTo("class Adopted.NeverEndedByTheClass");
              assertThat(e.report().threads()).isEqualTo(3);
            });
    assertThat(suite.passed()).hasSize(3);
  }

  @Test
  void refusesTheClassAsScopeOfAMethod() {
    assertThat(Suite.run(Adopted.ClassScopeOnAMethod.class, Map.of()).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage("@LeakFree(scope = CLASS) on the method isNeverReached: write it on the class");
  }
}
