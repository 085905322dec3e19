package loosethreads.leakcheck;

/**
 * Knows the threads of the programs that start tests in a JVM of their own and talk to it. They
 * read a pipe, or sleep between two signs of life, and have no part in any test.
 *
 * <p>A runner that is not in the list names its packages in the system property {@code
 * leakcheck.runner}, with commas between.
 */
final class TestRunner {
  private static final String[] KNOWN = {
    "org.apache.maven.surefire.",
    "org.gradle.",
    "com.intellij.rt.",
    "org.eclipse.jdt.internal.junit",
  };

  private static final String[] NAMED = named();

  private TestRunner() {}

  private static String[] named() {
    String names = System.getProperty("leakcheck.runner", "");
    return names.isEmpty() ? new String[0] : names.split(",", -1);
  }

  /** Whether the thread is a runner's: by its frames or, for an idle one, by its name. */
  static boolean owns(Sighting seen) {
    StackTraceElement[] stack = seen.stack();
    return isRunners(stack)
        || (seen.name().startsWith("surefire-forkedjvm-") && Frames.isIdleWorker(stack));
  }

  /** Whether a stack has frames of a test runner, and apart from the JDK's no others. */
  private static boolean isRunners(StackTraceElement[] stack) {
    boolean found = false;
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (isRunner(type)) {
        found = true;
      } else if (UserCode.owns(type) || type.startsWith("org.junit.")) {
        return false;
      }
    }
    return found;
  }

  private static boolean isRunner(String type) {
    return startsWithOne(type, KNOWN) || startsWithOne(type, NAMED);
  }

  private static boolean startsWithOne(String type, String[] prefixes) {
    for (String prefix : prefixes) {
      if (!prefix.isEmpty() && type.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
