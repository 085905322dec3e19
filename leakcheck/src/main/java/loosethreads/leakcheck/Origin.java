package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;

/** Whose a thread is, and the code that constructed it. */
final class Origin {
  /** What a thread without a tag has. */
  static final Origin NONE = new Origin(new Scope("", Optional.empty()), Optional.empty());

  private final Scope scope;
  private final Optional<StackFrame> site;

  /** The origin that was given out last. Threads that are many come from one line, mostly. */
  private volatile Optional<Origin> lastChild = Optional.empty();

  Origin(Scope scope, Optional<StackFrame> site) {
    this.scope = scope;
    this.site = site;
  }

  /** The test that constructed the thread, or an ancestor of it. */
  Scope scope() {
    return scope;
  }

  /** The innermost user frame at that moment; empty for a test's own thread. */
  Optional<StackFrame> site() {
    return site;
  }

  boolean isNone() {
    return scope.equals(NONE.scope);
  }

  /** The origin of a thread that this one's thread constructs at the given place. */
  Origin child(Optional<StackFrame> place) {
    if (place.isEmpty()) {
      return this;
    }
    Optional<Origin> last = lastChild;
    if (last.isPresent() && isSame(last.get().site.orElseThrow(), place.get())) {
      return last.get();
    }
    Origin child = new Origin(scope, place);
    lastChild = Optional.of(child);
    return child;
  }

  private static boolean isSame(StackFrame one, StackFrame other) {
    return one.getByteCodeIndex() == other.getByteCodeIndex()
        && one.getMethodName().equals(other.getMethodName())
        && one.getDescriptor().equals(other.getDescriptor())
        && one.getClassName().equals(other.getClassName());
  }
}
