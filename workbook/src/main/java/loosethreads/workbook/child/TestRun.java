package loosethreads.workbook.child;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one test class on the calling thread and tells what happens as it happens. */
final class TestRun implements TestExecutionListener {
  /** A failure that prints more than this has said enough. */
  private static final int LONGEST_MESSAGE = 32 * 1024;

  private final Consumer<Message> tell;

  private TestRun(Consumer<Message> tell) {
    this.tell = tell;
  }

  /** Loads what is needed in any case; fails if JUnit is not there. */
  static void load() {
    openSession().close();
  }

  /** Runs the tests, and has leakcheck prove what it finds, if told to. */
  static void of(Class<?> testClass, boolean prove, Consumer<Message> tell) {
    of(List.of(selectClass(testClass)), true, prove, tell);
  }

  /** Runs the tests that look for leaks, without a look: they leave behind what they like. */
  static void withoutLeakcheck(Class<?> testClass, Consumer<Message> tell) {
    List<MethodSelector> marked =
        Stream.of(testClass.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(LeakFree.class))
            .map(method -> selectMethod(testClass, method))
            .toList();
    of(marked.isEmpty() ? List.of(selectClass(testClass)) : marked, false, false, tell);
  }

  private static void of(
      List<? extends DiscoverySelector> tests,
      boolean leakcheck,
      boolean prove,
      Consumer<Message> tell) {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(tests)
            .configurationParameter("leakcheck.enabled", Boolean.toString(leakcheck))
            .configurationParameter("leakcheck.prove", Boolean.toString(prove))
            .build();
    try (var session = openSession()) {
      session.getLauncher().execute(request, new TestRun(tell));
    }
  }

  private static LauncherSession openSession() {
    // Looking for engines and listeners on the class path costs time, and we know the one we want.
    var config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new WithoutFlightRecorder(before));
    try {
      return LauncherFactory.openSession(config);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Hides the flight recorder from JUnit, which would wake it to tell it about each test. Nobody
   * records here, and waking it is a third of all that a run does.
   */
  private static final class WithoutFlightRecorder extends ClassLoader {
    WithoutFlightRecorder(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("jdk.jfr.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      tell.accept(new Message.Started(test.getDisplayName()));
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
      tell.accept(ended(test.getDisplayName(), result));
    }
  }

  private static Message.Ended ended(String test, TestExecutionResult result) {
    String outcome =
        switch (result.getStatus()) {
          case SUCCESSFUL -> "passed";
          case FAILED -> "failed";
          case ABORTED -> "aborted";
        };
    return result
        .getThrowable()
        .map(t -> new Message.Ended(test, outcome, t instanceof LeakError, describe(t), reports(t)))
        .orElse(new Message.Ended(test, outcome, false, "", List.of()));
  }

  private static List<String> reports(Throwable t) {
    return Stream.concat(Stream.of(t), Stream.of(t.getSuppressed()))
        .filter(LeakError.class::isInstance)
        .map(e -> ((LeakError) e).report().toJson())
        .toList();
  }

  private static String describe(Throwable t) {
    return switch (t) {
      case LeakError leak -> cap(leak.getMessage());
      case AssertionError e -> cap(String.valueOf(e.getMessage()) + "\n" + where(e));
      default -> cap(t + "\n" + where(t) + causes(t));
    };
  }

  /** The frames of the candidate and its test: the rest is JUnit and the JDK. */
  private static String where(Throwable t) {
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : t.getStackTrace()) {
      if ("candidate".equals(frame.getClassLoaderName()) && frames.size() < 6) {
        frames.add(
            "    at "
                + frame.getMethodName()
                + " ("
                + frame.getFileName()
                + ":"
                + frame.getLineNumber()
                + ")");
      }
    }
    return String.join("\n", frames);
  }

  private static String causes(Throwable t) {
    var text = new StringBuilder();
    for (Throwable c = t.getCause();
        c != null && text.length() < LONGEST_MESSAGE;
        c = c.getCause()) {
      text.append("\ncaused by ").append(c).append('\n').append(where(c));
    }
    return text.toString();
  }

  private static String cap(String message) {
    String trimmed = message.strip();
    return trimmed.length() <= LONGEST_MESSAGE
        ? trimmed
        : trimmed.substring(0, LONGEST_MESSAGE) + "\n… cut here";
  }
}
