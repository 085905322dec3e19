package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Marks the running thread with a scope, and every thread that it or its descendants construct.
 *
 * <p>{@code childValue} runs in the parent while the child is constructed, so it sees the code that
 * starts the thread. It keeps a few frames: a whole {@code Throwable} per thread has cost others
 * gigabytes.
 */
final class BirthTag extends InheritableThreadLocal<Origin> {
  static final BirthTag TAG = new BirthTag();

  /** How many user frames are kept, and how many frames are looked at to find them. */
  private static final int KEPT = 3;

  private static final int SEARCHED = 48;

  private final StackWalker walker = StackWalker.getInstance();
  private final Function<Stream<StackFrame>, List<StackFrame>> slice = new Slice();

  private BirthTag() {}

  /** Tags the current thread and returns the tag it had, for {@link #restore}. */
  static Origin enter(Scope scope) {
    Origin before = current();
    TAG.set(new Origin(scope, List.of()));
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
      List<StackFrame> site = walker.walk(slice);
      return new Origin(parent.scope(), site.isEmpty() ? parent.site() : site);
    } catch (RuntimeException | StackOverflowError e) {
      // Runs inside somebody's new Thread(...): not to know the place is better than to break it.
      return parent;
    }
  }

  /** A class and not a lambda: the first test of a JVM should not pay for linking one. */
  private static final class Slice implements Function<Stream<StackFrame>, List<StackFrame>> {
    @Override
    public List<StackFrame> apply(Stream<StackFrame> frames) {
      List<StackFrame> site = new ArrayList<>(KEPT);
      Iterator<StackFrame> all = frames.iterator();
      for (int i = 0; i < SEARCHED && site.size() < KEPT && all.hasNext(); i++) {
        StackFrame frame = all.next();
        if (UserCode.owns(frame.getClassName())) {
          site.add(frame);
        }
      }
      return site;
    }
  }
}
