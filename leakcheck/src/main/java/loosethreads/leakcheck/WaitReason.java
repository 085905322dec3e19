package loosethreads.leakcheck;

import java.util.Optional;

/** Says in words what keeps a thread. */
final class WaitReason {
  private WaitReason() {}

  static String of(Optional<Thread.State> state, StackTraceElement[] stack, String blocker) {
    if (state.equals(Optional.of(Thread.State.RUNNABLE))) {
      return "is running, not waiting";
    }
    StackTraceElement call = null;
    for (StackTraceElement frame : stack) {
      if (UserCode.owns(frame.getClassName())) {
        break;
      }
      call = frame;
    }
    return call == null
        ? "waits"
        : "waits in " + call.getMethodName() + "() on a " + call.getClassName();
  }
}
