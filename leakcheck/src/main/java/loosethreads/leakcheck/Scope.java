package loosethreads.leakcheck;

import java.util.Optional;

/**
 * What a thread can belong to: a test, a test class, or a block of code under watch. Two scopes of
 * one name are still two.
 */
final class Scope {
  private final String name;
  private final Optional<Scope> parent;

  Scope(String name, Optional<Scope> parent) {
    this.name = name;
    this.parent = parent;
  }

  String name() {
    return name;
  }

  /** Whether a thread of the other scope is also one of this. */
  boolean covers(Scope other) {
    for (Optional<Scope> s = Optional.of(other); s.isPresent(); s = s.get().parent) {
      if (equals(s.get())) {
        return true;
      }
    }
    return false;
  }

  boolean isKin(Scope other) {
    return covers(other) || other.covers(this);
  }
}
