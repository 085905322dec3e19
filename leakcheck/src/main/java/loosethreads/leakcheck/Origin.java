package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;

/**
 * Whose a thread is, and the code that constructed it.
 *
 * @param scope the test that constructed the thread, or an ancestor of it
 * @param site the user frames at that moment, innermost first; empty for a test's own thread
 */
record Origin(Scope scope, List<StackFrame> site) {
  /** What a thread without a tag has. */
  static final Origin NONE = new Origin(new Scope("", Optional.empty()), List.of());

  boolean isNone() {
    return scope.equals(NONE.scope);
  }
}
