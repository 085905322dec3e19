package loosethreads.leakcheck;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.stream.Stream;

/**
 * Walks the JDK's own tree of thread containers. It needs {@code --add-exports
 * java.base/jdk.internal.vm=ALL-UNNAMED}, and gives the threads themselves.
 */
final class ContainerCensus implements Census {
  static final String FLAG = "--add-exports java.base/jdk.internal.vm=ALL-UNNAMED";

  private final Object root;
  private final MethodHandle threads;
  private final MethodHandle children;

  private ContainerCensus(Object root, MethodHandle threads, MethodHandle children) {
    this.root = root;
    this.threads = threads;
    this.children = children;
  }

  /** The census, or empty when the JVM keeps its doors shut or does not track all threads. */
  static Optional<ContainerCensus> find() {
    Module base = Object.class.getModule();
    if (!base.isExported("jdk.internal.vm", ContainerCensus.class.getModule())) {
      return Optional.empty();
    }
    try {
      Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers");
      Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodType streamOf = MethodType.methodType(Stream.class);
      MethodType generic = MethodType.methodType(Stream.class, Object.class);
      return Optional.of(
          new ContainerCensus(
              containers.getMethod("root").invoke(null),
              lookup.findVirtual(container, "threads", streamOf).asType(generic),
              lookup.findVirtual(container, "children", streamOf).asType(generic)));
    } catch (ReflectiveOperationException e) {
      // A JDK that was rebuilt inside: as if the flag were not there.
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "thread containers";
  }

  @Override
  public boolean isSafe() {
    return true;
  }

  @Override
  public List<Sighting> bornAfter(long mark) {
    List<Sighting> found = new ArrayList<>();
    Thread self = Thread.currentThread();
    if (Mark.noneSince(mark)) {
      collectCommonPool(self, found);
    } else {
      collect(root, mark, self, found);
    }
    return found;
  }

  /** Where nobody else can be found, this spares a walk over all threads. */
  private void collectCommonPool(Thread self, List<Sighting> found) {
    registered()
        .forEachRemaining(container -> {
          if (CommonPool.owns(container.toString())) {
            collect(container, Long.MAX_VALUE, self, found);
          }
        });
  }

  private void collect(Object container, long mark, Thread self, List<Sighting> found) {
    String name = container.equals(root) ? "" : container.toString();
    long from = CommonPool.owns(name) ? 0 : mark;
    for (Iterator<Thread> all = threadsOf(container); all.hasNext(); ) {
      Thread thread = all.next();
      if (thread.threadId() > from && thread != self) {
        found.add(new LiveThread(thread, name, container));
      }
    }
    for (Iterator<Object> inner = childrenOf(container).iterator(); inner.hasNext(); ) {
      collect(inner.next(), mark, self, found);
    }
  }

  @Override
  public Set<String> containers() {
    Set<String> names = new HashSet<>();
    registered().forEachRemaining(container -> names.add(container.toString()));
    return names;
  }

  /**
   * The children of the root are the registered containers and, joined to them, those that each
   * single thread owns. This is the first part; the second costs a walk over all threads.
   */
  private Spliterator<Object> registered() {
    Spliterator<Object> all = childrenOf(root).spliterator();
    Spliterator<Object> first = all.trySplit();
    return first == null ? all : first;
  }

  @SuppressWarnings("unchecked") // ThreadContainer.threads() is a Stream<Thread>
  private Iterator<Thread> threadsOf(Object container) {
    try {
      return ((Stream<Thread>) threads.invokeExact(container)).iterator();
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  @SuppressWarnings("unchecked") // ThreadContainer.children() is a Stream<ThreadContainer>
  private Stream<Object> childrenOf(Object container) {
    try {
      return (Stream<Object>) children.invokeExact(container);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private static RuntimeException broken(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("cannot walk the JDK's thread containers", e);
  }
}
