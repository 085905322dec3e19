package loosethreads.leakcheck;

import java.util.Optional;

/**
 * Says what keeps a thread.
 *
 * @param words the reason, as the rest of a sentence that begins with the thread
 * @param rule what its author should look at
 */
record WaitReason(String words, Rule rule) {
  private static final String POOLED = "is an idle worker and waits for the next task of its pool";

  /** Machinery that calls the code of a thread or of a task: no reason to wait. */
  private static final String[] CALLERS = {
    "java.lang.Thread",
    "java.lang.VirtualThread",
    "java.util.concurrent.CompletableFuture$",
    "java.util.concurrent.Executors$",
    "java.util.concurrent.ForkJoin",
    "java.util.concurrent.FutureTask",
    "java.util.concurrent.ScheduledThreadPoolExecutor$",
    "java.util.concurrent.StructuredTaskScope",
    "java.util.concurrent.ThreadPerTaskExecutor",
    "java.util.concurrent.ThreadPoolExecutor",
  };

  /** Reads the reason off the stack. */
  static WaitReason of(Optional<Thread.State> state, StackTraceElement[] stack, String blocker) {
    Optional<WaitReason> ownThread = threadOfLibrary(stack);
    if (ownThread.isPresent()) {
      return ownThread.get();
    }
    Optional<StackTraceElement> call = call(stack);
    if (call.isEmpty()) {
      return withoutCall(state);
    }
    WaitReason reason = ofCall(call.get(), blocker);
    if (state.equals(Optional.of(Thread.State.RUNNABLE))) {
      return isOutside(stack[0]) ? reason : running();
    }
    boolean limited = state.equals(Optional.of(Thread.State.TIMED_WAITING));
    return limited && reason.rule() != Rule.LOOP
        ? new WaitReason("waits, each time with a limit, in " + what(call.get()), Rule.LIMIT)
        : reason;
  }

  private static WaitReason running() {
    return new WaitReason("is running, not waiting", Rule.LOOP);
  }

  private static WaitReason withoutCall(Optional<Thread.State> state) {
    if (state.equals(Optional.of(Thread.State.BLOCKED))) {
      return new WaitReason("waits to enter a synchronized block", Rule.LOCK);
    }
    if (state.equals(Optional.of(Thread.State.RUNNABLE))) {
      return running();
    }
    return new WaitReason("waits", Rule.OWNER);
  }

  /** Threads with no user code, that a library started for its user. */
  private static Optional<WaitReason> threadOfLibrary(StackTraceElement[] stack) {
    if (Frames.firstOfUser(stack).isPresent()) {
      return Optional.empty();
    }
    if (Frames.isIdleWorker(stack)) {
      return Optional.of(new WaitReason(POOLED, Rule.POOL));
    }
    if (Frames.hasClass(stack, "java.util.concurrent.DelayScheduler")) {
      return Optional.of(new WaitReason("schedules the delayed tasks of a pool", Rule.POOL));
    }
    if (Frames.hasClass(stack, "java.util.TimerThread")) {
      return Optional.of(
          new WaitReason("is the thread of a Timer and waits for its next task", Rule.RESOURCE));
    }
    if (Frames.hasClass(stack, "jdk.internal.net.http.HttpClientImpl$SelectorManager")) {
      return Optional.of(
          new WaitReason("is the thread of an HttpClient that nobody closed", Rule.RESOURCE));
    }
    if (Frames.hasClass(stack, "sun.nio.fs.") && Frames.hasClass(stack, "jdk.internal.misc.")) {
      return Optional.of(
          new WaitReason("is the thread of a WatchService that nobody closed", Rule.RESOURCE));
    }
    return Optional.empty();
  }

  /**
   * The call that user code waits in: the frame next to it. Where a thread runs a method of a
   * library and no user code, the frame next to what called it.
   */
  private static Optional<StackTraceElement> call(StackTraceElement[] stack) {
    StackTraceElement[] inner = stack;
    Optional<StackTraceElement> call = Optional.empty();
    for (StackTraceElement frame : inner) {
      if (UserCode.owns(frame.getClassName())) {
        return call;
      }
      call = Optional.of(frame);
    }
    for (int i = stack.length - 1; i >= 0; i--) {
      if (!isCaller(stack[i].getClassName())) {
        return Optional.of(stack[i]);
      }
    }
    return call;
  }

  private static boolean isCaller(String type) {
    for (String caller : CALLERS) {
      if (type.startsWith(caller)) {
        return true;
      }
    }
    return false;
  }

  private static WaitReason ofCall(StackTraceElement call, String blocker) {
    String type = call.getClassName();
    String method = call.getMethodName();
    String what = what(call);
    if (type.startsWith("com.softwaremill.jox.")) {
      return ofChannel(type, method);
    }
    if (method.equals("sleep") || method.equals("sleepNanos")) {
      return new WaitReason("sleeps, in a loop or for long", Rule.LOOP);
    }
    return switch (simple(type)) {
      case "LinkedBlockingQueue",
          "ArrayBlockingQueue",
          "LinkedBlockingDeque",
          "PriorityBlockingQueue",
          "DelayQueue",
          "LinkedTransferQueue",
          "SynchronousQueue" ->
          method.startsWith("put") || method.equals("transfer")
              ? new WaitReason("waits in " + what + " that nobody empties", Rule.SEND)
              : new WaitReason("waits in " + what + " that nobody fills", Rule.QUEUE);
      case "CountDownLatch" -> new WaitReason("waits in " + what + count(blocker), Rule.SIGNAL);
      case "CompletableFuture" ->
          new WaitReason("waits in " + what + " that nobody completes", Rule.SIGNAL);
      case "FutureTask", "ForkJoinTask", "ThreadBoundFuture" ->
          new WaitReason("waits in " + method + "() for a task that does not end", Rule.OWNER);
      case "Semaphore" ->
          new WaitReason("waits in " + what + " whose permits nobody releases", Rule.LOCK);
      case "ReentrantLock", "StampedLock" ->
          new WaitReason("waits in " + what + " that another holds", Rule.LOCK);
      // Who reads is not recorded. It may be the waiting thread itself.
      case "WriteLock" ->
          new WaitReason("waits in " + what + " until nobody reads or writes", Rule.LOCK);
      case "ReadLock" ->
          new WaitReason("waits in " + what + " until nobody writes, or waits to", Rule.LOCK);
      case "ConditionObject" ->
          new WaitReason("waits in await() on a Condition that nobody signals", Rule.SIGNAL);
      case "Object" ->
          new WaitReason("waits in wait() for a notify that nobody sends", Rule.SIGNAL);
      case "CyclicBarrier", "Phaser", "Exchanger" ->
          new WaitReason("waits in " + what + " for others that do not come", Rule.SIGNAL);
      case "Thread" -> new WaitReason("waits in join() for another thread to end", Rule.OWNER);
      case "StructuredTaskScopeImpl" ->
          new WaitReason(
              "waits in " + method + "() for the subtasks of a StructuredTaskScope", Rule.OWNER);
      case "ThreadPoolExecutor",
          "ThreadPerTaskExecutor",
          "ForkJoinPool",
          "ScheduledThreadPoolExecutor",
          "AbstractExecutorService",
          "ExecutorService",
          "AutoShutdownDelegatedExecutorService",
          "DelegatedExecutorService" ->
          new WaitReason("waits in " + method + "() for the tasks of an executor", Rule.OWNER);
      case "LockSupport" ->
          new WaitReason("is parked by LockSupport and nobody unparks it", Rule.SIGNAL);
      case "ProcessImpl", "Process" ->
          new WaitReason("waits in " + method + "() for a child process", Rule.OWNER);
      case "AbstractWatchService" ->
          new WaitReason(
              "waits in " + method + "() on a WatchService that nobody closes", Rule.RESOURCE);
      default ->
          isOutside(call)
              ? new WaitReason("waits in " + what + " for input or output", Rule.RESOURCE)
              : new WaitReason("waits in " + what, Rule.OWNER);
    };
  }

  private static WaitReason ofChannel(String type, String method) {
    if (type.endsWith(".Select")) {
      return new WaitReason("waits in a select of which no clause gets ready", Rule.SELECT);
    }
    if (method.startsWith("send")) {
      return new WaitReason(
          "waits in " + method + "() on a channel that nobody receives from", Rule.SEND);
    }
    if (method.startsWith("receive") || method.startsWith("forEach") || method.equals("toList")) {
      return new WaitReason(
          "waits in " + method + "() on a channel that nobody sends to or closes", Rule.RECEIVE);
    }
    return new WaitReason("waits in " + method + "() on a channel", Rule.RECEIVE);
  }

  /** {@code that is still at 3}, where the blocker tells. */
  private static String count(String blocker) {
    int state = blocker.indexOf("[State = ");
    int end = blocker.indexOf(',', Math.max(state, 0));
    return state < 0 || end < 0
        ? " that nobody counts down"
        : " that is still at " + blocker.substring(state + "[State = ".length(), end);
  }

  /** Whether the innermost frame is the JDK's and talks to the outside. */
  private static boolean isOutside(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.startsWith("sun.nio.")
        || type.startsWith("java.net.")
        || type.startsWith("java.io.")
        || type.startsWith("java.nio.")
        || type.startsWith("java.lang.Process");
  }

  private static String what(StackTraceElement call) {
    String simple = simple(call.getClassName());
    boolean vowel = "AEIOU".indexOf(simple.charAt(0)) >= 0;
    return call.getMethodName() + "() on " + (vowel ? "an " : "a ") + simple;
  }

  private static String simple(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }
}
