package loosethreads.leakcheck;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * Reads the birth tag of another thread. It needs {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}.
 *
 * <p>It looks into the thread's map and changes nothing: the JDK's own {@code
 * ThreadLocal.get(Thread)} stores an initial value where there is none, into a map that belongs to
 * a running thread.
 */
final class TagReader {
  static final String FLAG = "--add-opens java.base/java.lang=ALL-UNNAMED";

  private final VarHandle map;
  private final VarHandle table;
  private final VarHandle value;

  private TagReader(VarHandle map, VarHandle table, VarHandle value) {
    this.map = map;
    this.table = table;
    this.value = value;
  }

  /** The reader, or empty when the JVM keeps its doors shut. */
  static Optional<TagReader> find() {
    Module base = Object.class.getModule();
    if (!base.isOpen("java.lang", TagReader.class.getModule())) {
      return Optional.empty();
    }
    try {
      Class<?> mapClass = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
      Class<?> entryClass = Class.forName("java.lang.ThreadLocal$ThreadLocalMap$Entry");
      MethodHandles.Lookup own = MethodHandles.lookup();
      return Optional.of(
          new TagReader(
              MethodHandles.privateLookupIn(Thread.class, own)
                  .findVarHandle(Thread.class, "inheritableThreadLocals", mapClass),
              MethodHandles.privateLookupIn(mapClass, own)
                  .findVarHandle(mapClass, "table", entryClass.arrayType()),
              MethodHandles.privateLookupIn(entryClass, own)
                  .findVarHandle(entryClass, "value", Object.class)));
    } catch (ReflectiveOperationException e) {
      // A JDK that was rebuilt inside: as if the flag were not there.
      return Optional.empty();
    }
  }

  /** The thread's origin; {@link Origin#NONE} when it carries no tag. */
  @SuppressWarnings("unchecked") // every entry is a WeakReference<ThreadLocal<?>>
  Origin origin(Thread thread) {
    Object locals = map.get(thread);
    if (locals == null) {
      return Origin.NONE;
    }
    Object[] entries = (Object[]) table.get(locals);
    if (entries == null) {
      return Origin.NONE;
    }
    for (Object entry : entries) {
      if (entry != null && ((Reference<Object>) entry).refersTo(BirthTag.TAG)) {
        return value.get(entry) instanceof Origin origin ? origin : Origin.NONE;
      }
    }
    return Origin.NONE;
  }
}
