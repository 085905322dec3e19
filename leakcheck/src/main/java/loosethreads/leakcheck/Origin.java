package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;

/** Whose a thread is, and the code that constructed it. */
final class Origin {
  /** What a thread without a tag has. */
  static final Origin NONE = new Origin(new Scope("", Optional.empty()), Optional.empty());

  private final Scope scope;
  private final Optional<Birthplace> place;

  /** The origin that was given out last. Threads that are many come from one line, mostly. */
  private volatile Optional<Origin> lastChild = Optional.empty();

  Origin(Scope scope, Optional<Birthplace> place) {
    this.scope = scope;
    this.place = place;
  }

  /** The test that constructed the thread, or an ancestor of it. */
  Scope scope() {
    return scope;
  }

  /** The innermost user frame at that moment; empty for a test's own thread. */
  Optional<StackFrame> site() {
    return place.map(Birthplace::site);
  }

  /** Where that frame is in a library: the line outside of any that led there. */
  Optional<StackFrame> caller() {
    return place.flatMap(Birthplace::caller);
  }

  boolean isNone() {
    return scope.equals(NONE.scope);
  }

  /** The origin of a thread that this one's thread constructs at the given place. */
  Origin child(Optional<Birthplace> born) {
    if (born.isEmpty()) {
      return this;
    }
    Birthplace there = born.get();
    if (there.caller().isEmpty() && Birthplace.isInJar(there.site())) {
      // A thread of a library starts another one: this is still because of who called the library.
      there = new Birthplace(there.site(), callerOfChild());
    }
    Optional<Origin> last = lastChild;
    if (last.isPresent() && last.get().place.orElseThrow().isSame(there)) {
      return last.get();
    }
    Origin child = new Origin(scope, Optional.of(there));
    lastChild = Optional.of(child);
    return child;
  }

  private Optional<StackFrame> callerOfChild() {
    if (place.isEmpty() || place.get().caller().isPresent()) {
      return caller();
    }
    StackFrame site = place.get().site();
    return Birthplace.isInJar(site) ? Optional.empty() : Optional.of(site);
  }
}
