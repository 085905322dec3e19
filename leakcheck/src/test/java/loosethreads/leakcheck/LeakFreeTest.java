package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import loosethreads.leakcheck.programs.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** What a learner's JUnit says, for each way to write a test. */
@LeakFree
class LeakFreeTest {
  @Test
  void failsTheTestThatLeaksAndNoOther() {
    assertThat(run(Samples.OneLeaksOneDoesNot.class))
        .isEqualTo(Map.of("leaks()", "OneLeaksOneDoesNot.leaks()"));
  }

  @Test
  void watchesASingleMethod() {
    assertThat(run(Samples.OnAMethod.class)).isEqualTo(Map.of("watched()", "OnAMethod.watched()"));
  }

  @Test
  void keepsTheFailureOfTheTestItselfAndAttachesTheLeak() {
    Throwable failure = failures(Samples.FailsByItself.class).get("failsAndLeaks()");
    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("own failure");
    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(LeakError.class);
  }

  @Test
  void waitsForEverythingThatEndsWithTheTest() {
    assertThat(run(Samples.EndedByFixtures.class)).isEmpty();
    assertThat(run(Samples.EndedByAnEarlierExtension.class)).isEmpty();
  }

  @Test
  void blamesNoTestForThreadsOfTheClass() {
    assertThat(run(Samples.PoolOfTheClass.class)).isEmpty();
  }

  @Test
  void blamesTheClassForAPoolThatNobodyCloses() {
    assertThat(run(Samples.PoolOfTheClassNeverClosed.class))
        .isEqualTo(Map.of("Samples$PoolOfTheClassNeverClosed", "class PoolOfTheClassNeverClosed"));
    Samples.PoolOfTheClassNeverClosed.pool.close();
  }

  @Test
  void blamesTheClassForALeakInBeforeAll() {
    assertThat(run(Samples.LeaksInBeforeAll.class))
        .isEqualTo(Map.of("Samples$LeaksInBeforeAll", "class LeaksInBeforeAll"));
  }

  @Test
  void watchesNestedClasses() {
    assertThat(run(Samples.Outer.class))
        .isEqualTo(
            Map.of(
                "leaksInside()", "Outer.Inner.leaksInside()",
                "leaksInnermost()", "Outer.Inner.Innermost.leaksInnermost()"));
  }

  @Test
  void watchesEachInvocationOfATemplate() {
    assertThat(run(Samples.Templates.class))
        .isEqualTo(
            Map.of(
                "[1] leaking = true", "Templates.leaksOnce() [1] leaking = true",
                "leaksInADynamicTest()", "Templates.leaksInADynamicTest()"));
  }

  @Test
  void watchesAnInstancePerClass() {
    assertThat(run(Samples.PerClass.class)).isEqualTo(Map.of("leaks()", "PerClass.leaks()"));
    assertThat(run(Samples.PerClassLeaks.class))
        .isEqualTo(Map.of("Samples$PerClassLeaks", "class PerClassLeaks"));
  }

  @Test
  void knowsTheThreadsOfTimeouts() {
    Map<String, Throwable> failures = failures(Samples.Timeouts.class);
    assertThat(failures).containsOnlyKeys("leaksOnASeparateThread()", "hangsOnASeparateThread()");
    assertThat(failures.get("leaksOnASeparateThread()")).isInstanceOf(LeakError.class);
    assertThat(failures.get("hangsOnASeparateThread()").getSuppressed())
        .hasAtLeastOneElementOfType(LeakError.class);
    Samples.Timeouts.release();
  }

  @Test
  void tellsOfALeakInAConstructorThatFails() {
    Throwable failure = failures(Samples.ConstructorFails.class).get("isNeverReached()");
    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("own failure");
    assertThat(failure.getSuppressed()).hasAtLeastOneElementOfType(LeakError.class);
  }

  @Test
  void refusesASettingItCannotRead() {
    assertThat(failures(Samples.BadSetting.class).values())
        .singleElement()
        .isInstanceOf(ExtensionConfigurationException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("@LeakFree(within = \"soon\"): write a whole number and a unit")
        .doesNotContain("\n");
  }

  @Test
  void leavesThreadsAloneWhenToldTo() {
    assertThat(run(Samples.LeavesThreadsAlone.class)).hasSize(1);
    assertThat(Samples.LeavesThreadsAlone.left.isAlive()).isTrue();
    Samples.LeavesThreadsAlone.left.interrupt();
  }

  @Test
  void looksAtNothingWhenSwitchedOff() {
    assertThat(run(Samples.LeavesThreadsAlone.class, Map.of("leakcheck.enabled", "false")))
        .isEmpty();
    Samples.LeavesThreadsAlone.left.interrupt();
  }

  @Test
  void provesALeakWhenToldTo() {
    assertThat(proof(Samples.Proves.class, Map.of())).isEqualTo("proven");
    assertThat(proof(Samples.DoesNotProve.class, Map.of("leakcheck.prove", "true")))
        .isEqualTo("proven");
    assertThat(proof(Samples.DoesNotProve.class, Map.of())).isEqualTo("leaked");
  }

  private static String proof(Class<?> type, Map<String, String> parameters) {
    LeakReport report = ((LeakError) failures(type, parameters).get("leaks()")).report();
    return report.leaks().getFirst().proof();
  }

  @Test
  void tellsTestsInParallelApart() {
    assertThat(
            run(
                Samples.InParallel.class,
                Map.of(
                    "junit.jupiter.execution.parallel.enabled", "true",
                    "junit.jupiter.execution.parallel.mode.default", "concurrent",
                    "junit.jupiter.execution.parallel.config.strategy", "fixed",
                    "junit.jupiter.execution.parallel.config.fixed.parallelism", "4")))
        .isEqualTo(
            Map.of(
                "leaksFirst()", "InParallel.leaksFirst()",
                "leaksSecond()", "InParallel.leaksSecond()"));
  }

  /** What failed with a leak, and what the report calls it. */
  private static Map<String, String> run(Class<?> type) {
    return run(type, Map.of());
  }

  private static Map<String, String> run(Class<?> type, Map<String, String> parameters) {
    Map<String, String> leaks = new TreeMap<>();
    failures(type, parameters)
        .forEach((name, failure) -> {
          assertThat(failure).isInstanceOf(LeakError.class);
          leaks.put(name, ((LeakError) failure).report().test().replace("Samples.", ""));
        });
    return leaks;
  }

  private static Map<String, Throwable> failures(Class<?> type) {
    return failures(type, Map.of());
  }

  private static Map<String, Throwable> failures(Class<?> type, Map<String, String> parameters) {
    Map<String, Throwable> failures = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .configurationParameters(parameters)
        .execute()
        .allEvents()
        .stream()
        .filter(event -> event.getType() == EventType.FINISHED)
        .forEach(event ->
            event
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .ifPresent(failure -> failures.put(name(event), failure)));
    return failures;
  }

  private static String name(Event event) {
    return event.getTestDescriptor().getDisplayName();
  }
}
