package loosethreads.leakcheck;

import java.util.Optional;

/** Asks questions of a stack. Its first frame is the innermost. */
final class Frames {
  private Frames() {}

  static boolean is(StackTraceElement frame, String className, String method) {
    return frame.getMethodName().equals(method) && frame.getClassName().equals(className);
  }

  static boolean has(StackTraceElement[] stack, String className, String method) {
    for (StackTraceElement frame : stack) {
      if (is(frame, className, method)) {
        return true;
      }
    }
    return false;
  }

  static boolean hasCall(StackTraceElement[] stack, String prefix, String method) {
    for (StackTraceElement frame : stack) {
      if (frame.getMethodName().equals(method) && frame.getClassName().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  static boolean hasClass(StackTraceElement[] stack, String prefix) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The innermost frame of user code. */
  static Optional<StackTraceElement> firstOfUser(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (UserCode.owns(frame.getClassName())) {
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  /** Whether a pool's worker waits for its next task. */
  static boolean isIdleWorker(StackTraceElement[] stack) {
    if (has(stack, "java.util.concurrent.ThreadPoolExecutor", "getTask")) {
      return true;
    }
    return has(stack, "java.util.concurrent.ForkJoinPool", "runWorker")
        && !has(stack, "java.util.concurrent.ForkJoinTask", "doExec");
  }

  /** {@code File.java:31}, or the class where the file is unknown. */
  static String place(StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null) {
      return frame.getClassName();
    }
    return frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber();
  }

  /** {@code Type.method}, without package, and with a lambda counted to the method it stands in. */
  static String method(StackTraceElement frame) {
    String type = frame.getClassName();
    type = type.substring(type.lastIndexOf('.') + 1);
    String method = frame.getMethodName();
    if (method.startsWith("lambda$")) {
      int end = method.lastIndexOf('$');
      method = method.substring("lambda$".length(), Math.max(end, "lambda$".length()));
    }
    if (method.equals("<init>") || method.equals("new")) {
      method = "new";
    } else if (method.equals("<clinit>") || method.equals("static")) {
      method = "static initializer";
    }
    return type.replace('$', '.') + "." + method;
  }

  /** The frame as a line of a stack trace, without module and version. */
  static String line(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName() + "(" + source(frame) + ")";
  }

  private static String source(StackTraceElement frame) {
    return frame.isNativeMethod() ? "Native Method" : place(frame);
  }
}
