package loosethreads.leakcheck;

/** Tells what should be read and fails no test: a warning of the logger of leakcheck. */
final class Notice {
  private Notice() {}

  static void warn(String text) {
    System.getLogger("loosethreads.leakcheck").log(System.Logger.Level.WARNING, text);
  }
}
