package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import java.util.Optional;

/**
 * The code that constructed a thread.
 *
 * @param site the innermost frame of user code
 * @param caller the innermost frame that is in no jar, when the site is in one: a library makes its
 *     threads in a place that says little, and whoever called the library is who can close it
 */
record Birthplace(StackFrame site, Optional<StackFrame> caller) {

  boolean isSame(Birthplace other) {
    return isSame(site, other.site)
        && caller.isPresent() == other.caller.isPresent()
        && (caller.isEmpty() || isSame(caller.get(), other.caller.orElseThrow()));
  }

  private static boolean isSame(StackFrame one, StackFrame other) {
    return one.getByteCodeIndex() == other.getByteCodeIndex()
        && one.getMethodName().equals(other.getMethodName())
        && one.getDescriptor().equals(other.getDescriptor())
        && one.getClassName().equals(other.getClassName());
  }

  /** Whether the class of this frame came in a jar. Most often, that is somebody else's code. */
  static boolean isInJar(StackFrame frame) {
    return JAR.get(frame.getDeclaringClass());
  }

  private static final ClassValue<Boolean> JAR = new Jars();

  /** A class and not a lambda: see {@link BirthTag}. */
  private static final class Jars extends ClassValue<Boolean> {
    @Override
    protected Boolean computeValue(Class<?> type) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      return source != null
          && source.getLocation() != null
          && source.getLocation().getPath().endsWith(".jar");
    }
  }
}
