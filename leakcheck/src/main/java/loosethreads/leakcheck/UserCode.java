package loosethreads.leakcheck;

/** Tells the code of whoever wrote the test from the code below it. */
final class UserCode {
  /** Not user code: the JDK, the test framework, what runs it, and the channel library. */
  private static final String[] OTHERS = {
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "org.junit.",
    "org.opentest4j.",
    "org.apache.maven.surefire.",
    "com.softwaremill.jox.",
  };

  private static final String OWN = "loosethreads.leakcheck.";

  /** The classes of leakcheck that may stand between user code and a new thread. */
  private static final String[] OWN_CLASSES = {
    "BirthTag",
    "LeakFreeExtension",
    "WatchedContext",
    "LeakWatch",
    "Watch",
    "Canary",
    "monitor.GrowthAlarm",
    "monitor.Pulse"
  };

  private UserCode() {}

  /** Whether the class of this name is user code. */
  static boolean owns(String className) {
    for (String other : OTHERS) {
      if (className.startsWith(other)) {
        return false;
      }
    }
    return !className.startsWith(OWN) || !isOwn(className);
  }

  private static boolean isOwn(String className) {
    for (String own : OWN_CLASSES) {
      int end = OWN.length() + own.length();
      if (className.startsWith(own, OWN.length())
          && (className.length() == end || className.charAt(end) == '$')) {
        return true;
      }
    }
    return false;
  }
}
