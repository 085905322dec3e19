package loosethreads.leakcheck;

/** The pool that all code of a JVM shares: its workers belong to nobody, their tasks do. */
final class CommonPool {
  private static final String NAME = "ForkJoinPool.commonPool";

  private CommonPool() {}

  /** Whether a container of this name, or a thread of this name, is the common pool's. */
  static boolean owns(String name) {
    return name.startsWith(NAME);
  }

  /** Whether the thread is a worker, and not the pool's delay scheduler. */
  static boolean isWorker(Sighting seen) {
    return owns(seen.name()) && seen.name().startsWith("-worker-", NAME.length());
  }

  /**
   * Names the task that a worker runs: the outermost line of user code, or the outermost frame of
   * any. It stays the same while the task does.
   */
  static String task(StackTraceElement[] stack) {
    int outer = stack.length;
    for (int i = stack.length - 1; i >= 0; i--) {
      if (Frames.is(stack[i], "java.util.concurrent.ForkJoinTask", "doExec")) {
        outer = i;
        break;
      }
    }
    for (int i = outer - 1; i >= 0; i--) {
      if (UserCode.owns(stack[i].getClassName())) {
        return stack[i].getClassName() + "." + stack[i].getMethodName();
      }
    }
    return outer > 0 && outer < stack.length ? stack[outer - 1].toString() : "";
  }
}
