package loosethreads.benchmarks.detector;

import com.carrotsearch.randomizedtesting.jupiter.DetectThreadLeaks;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Who looks after a test, if anybody does. All of them run the same body, by JUnit. */
public enum Detector {
  /** Nobody. */
  NONE("unwatched", Unwatched.class),
  /** leakcheck, which sees the threads through the JDK's own containers. */
  LEAKCHECK("watched", Watched.class),
  /** leakcheck in a JVM without its flag, where it reads a dump of all threads. */
  LEAKCHECK_BY_DUMP("watched by dump", Watched.class),
  /** randomizedtesting, which looks at platform threads only. */
  RANDOMIZED_TESTING("randomizedtesting", WatchedByRandomizedTesting.class);

  private static final Launcher LAUNCHER = LauncherFactory.create();

  private static volatile Body body = () -> {};
  private static volatile int times = 1;

  private final String word;
  private final Class<?> test;

  Detector(String word, Class<?> test) {
    this.word = word;
    this.test = test;
  }

  /** What a test does. */
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }

  /** As the results say it. */
  public String word() {
    return word;
  }

  /** Whether it has the flag that lets leakcheck see threads without a dump. */
  public boolean hasEyes() {
    return this != LEAKCHECK_BY_DUMP;
  }

  /** Runs a test so many times. All of them must pass. */
  void watch(int times, Body body) {
    Detector.times = times;
    Detector.body = body;
    var listener = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(test))
            .build();
    LAUNCHER.execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    if (summary.getTestsSucceededCount() != times || summary.getTotalFailureCount() > 0) {
      throw new IllegalStateException(
          "%s: %s of %s tests passed".formatted(word, summary.getTestsSucceededCount(), times),
          summary.getFailures().isEmpty() ? null : summary.getFailures().getFirst().getException());
    }
  }

  /** Runs a test as often as it was asked for. */
  static final class Times implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
        ExtensionContext context) {
      return Stream.<TestTemplateInvocationContext>generate(
              () -> new TestTemplateInvocationContext() {})
          .limit(times);
    }
  }

  static final class Unwatched {
    @TestTemplate
    @ExtendWith(Times.class)
    void passes() throws Exception {
      body.run();
    }
  }

  @LeakFree
  static final class Watched {
    @TestTemplate
    @ExtendWith(Times.class)
    void passes() throws Exception {
      body.run();
    }
  }

  @DetectThreadLeaks(scope = DetectThreadLeaks.Scope.TEST)
  static final class WatchedByRandomizedTesting {
    @TestTemplate
    @ExtendWith(Times.class)
    void passes() throws Exception {
      body.run();
    }
  }
}
