package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Marks the running thread with a scope, and every thread that it or its descendants construct.
 *
 * <p>{@code childValue} runs in the parent while the child is constructed, so it sees the code that
 * starts the thread. It keeps one frame, or two: a whole {@code Throwable} per thread has cost
 * others gigabytes.
 */
final class BirthTag extends InheritableThreadLocal<Origin> {
  static final BirthTag TAG = new BirthTag();

  /** How many frames are looked at to find one of user code. */
  private static final int SEARCHED = 48;

  /** And how many to find who called the library whose code that is. */
  private static final int SEARCHED_IN_LIBRARY = 256;

  /** Retains classes, for without them a frame does not tell its descriptor. */
  private final StackWalker walker =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final Function<Stream<StackFrame>, Optional<Birthplace>> place = new Place();

  private BirthTag() {}

  /** Tags the current thread and returns the tag it had, for {@link #restore}. */
  static Origin enter(Scope scope) {
    Origin before = current();
    TAG.set(new Origin(scope, Optional.empty()));
    return before;
  }

  static void restore(Origin before) {
    if (before.isNone()) {
      TAG.remove();
    } else {
      TAG.set(before);
    }
  }

  /** The current thread's own origin, or {@link Origin#NONE}. */
  static Origin current() {
    Origin origin = TAG.get();
    return origin == null ? Origin.NONE : origin;
  }

  /** The scope that the current thread runs in. */
  static Optional<Scope> currentScope() {
    Origin origin = current();
    return origin.isNone() ? Optional.empty() : Optional.of(origin.scope());
  }

  @Override
  protected Origin childValue(Origin parent) {
    if (parent == null || parent.isNone()) {
      return parent;
    }
    try {
      return parent.child(walker.walk(place));
    } catch (RuntimeException | StackOverflowError e) {
      // Runs inside somebody's new Thread(...): not to know the place is better than to break it.
      return parent;
    }
  }

  /** A class and not a lambda: the first test of a JVM should not pay for linking one. */
  private static final class Place implements Function<Stream<StackFrame>, Optional<Birthplace>> {
    @Override
    public Optional<Birthplace> apply(Stream<StackFrame> frames) {
      Iterator<StackFrame> all = frames.iterator();
      for (int i = 0; i < SEARCHED && all.hasNext(); i++) {
        StackFrame frame = all.next();
        if (UserCode.owns(frame.getClassName())) {
          return Optional.of(
              new Birthplace(frame, Birthplace.isInJar(frame) ? caller(all) : Optional.empty()));
        }
      }
      return Optional.empty();
    }

    private static Optional<StackFrame> caller(Iterator<StackFrame> outer) {
      for (int i = 0; i < SEARCHED_IN_LIBRARY && outer.hasNext(); i++) {
        StackFrame frame = outer.next();
        if (UserCode.owns(frame.getClassName()) && !Birthplace.isInJar(frame)) {
          return Optional.of(frame);
        }
      }
      return Optional.empty();
    }
  }
}
