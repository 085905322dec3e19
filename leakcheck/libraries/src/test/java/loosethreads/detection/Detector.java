package loosethreads.detection;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.carrotsearch.randomizedtesting.jupiter.DetectThreadLeaks;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;

/**
 * A detector, with the settings that it is tried with. Both look after each test, and wait for two
 * seconds, or for thirty where threads work for long.
 */
enum Detector {
  LEAKCHECK(UnderLeakcheck.class, PatientlyUnderLeakcheck.class),
  RANDOMIZEDTESTING(UnderRandomizedTesting.class, PatientlyUnderRandomizedTesting.class);

  private static volatile Program current = Program.all().getFirst();
  private static volatile AutoCloseable end = () -> {};

  private final Class<?> test;
  private final Class<?> patientTest;

  Detector(Class<?> test, Class<?> patientTest) {
    this.test = test;
    this.patientTest = patientTest;
  }

  // tag::settings[]
  @LeakFree
  static final class UnderLeakcheck {
    @Test
    void runs() throws Exception {
      end = current.start().run();
    }
  }

  @DetectThreadLeaks(scope = DetectThreadLeaks.Scope.TEST)
  @DetectThreadLeaks.LingerTime(millis = 2_000)
  static final class UnderRandomizedTesting {
    @Test
    void runs() throws Exception {
      end = current.start().run();
    }
  }

  // end::settings[]

  @LeakFree(within = "30s")
  static final class PatientlyUnderLeakcheck {
    @Test
    void runs() throws Exception {
      end = current.start().run();
    }
  }

  @DetectThreadLeaks(scope = DetectThreadLeaks.Scope.TEST)
  @DetectThreadLeaks.LingerTime(millis = 30_000)
  static final class PatientlyUnderRandomizedTesting {
    @Test
    void runs() throws Exception {
      end = current.start().run();
    }
  }

  /** Runs the program as a test, and says whether the detector makes that test fail. */
  boolean reports(Program program) throws Exception {
    current = program;
    end = () -> {};
    boolean reports =
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(program.slow() ? patientTest : test))
                .execute()
                .allEvents()
                .filter(event -> event.getType() == EventType.FINISHED)
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .filter(result -> result.getStatus() != Status.SUCCESSFUL)
                .map(result -> result.getThrowable().orElseThrow())
                .peek(Detector::refuseAnythingElse)
                .count()
            > 0;
    end.close();
    return reports;
  }

  /** A program that fails by itself says nothing about a detector. */
  private static void refuseAnythingElse(Throwable failure) {
    if (!(failure instanceof AssertionError)) {
      throw new IllegalStateException("the program failed by itself", failure);
    }
  }
}
