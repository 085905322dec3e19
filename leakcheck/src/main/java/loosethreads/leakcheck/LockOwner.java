package loosethreads.leakcheck;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;

/**
 * Finds the thread that holds a lock of {@code java.util.concurrent}, also one that has ended. It
 * needs {@code --add-opens java.base/java.util.concurrent.locks=ALL-UNNAMED}; the JVM tells it
 * without, but of platform threads only.
 */
final class LockOwner {
  private static final Optional<MethodHandle> OWNER = find();

  private LockOwner() {}

  /** The owner, if the object is the inner part of a lock, and this JVM lets us look. */
  static Optional<Thread> of(Object blocker) {
    if (OWNER.isEmpty() || !(blocker instanceof AbstractOwnableSynchronizer)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable((Thread) OWNER.get().invoke(blocker));
    } catch (Throwable e) {
      // A lock may be of the user's own making. What it does not tell, nobody misses.
      return Optional.empty();
    }
  }

  private static Optional<MethodHandle> find() {
    try {
      Method getter =
          AbstractOwnableSynchronizer.class.getDeclaredMethod("getExclusiveOwnerThread");
      getter.setAccessible(true);
      return Optional.of(MethodHandles.lookup().unreflect(getter));
    } catch (InaccessibleObjectException | ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
