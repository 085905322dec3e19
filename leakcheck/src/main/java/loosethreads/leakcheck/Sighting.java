package loosethreads.leakcheck;

import java.util.Optional;

/** One live thread, as a census found it. */
interface Sighting {
  long id();

  String name();

  boolean virtual();

  boolean daemon();

  /** The state; empty when the census cannot tell. */
  Optional<Thread.State> state();

  StackTraceElement[] stack();

  /** The executor or scope that the thread was started in, as the JDK names it; may be empty. */
  String container();

  /** What the thread is parked on, as the JDK words it; may be empty. */
  String blocker();

  /** The thread itself, where the census can have it. */
  Optional<Thread> thread();

  /** The class of the thread; empty when the census cannot tell. */
  default String type() {
    return thread().map(t -> t.getClass().getName()).orElse("");
  }

  /** The name of the thread's group; empty when the census cannot tell, or when it has ended. */
  default String group() {
    return thread().map(Thread::getThreadGroup).map(ThreadGroup::getName).orElse("");
  }
}
