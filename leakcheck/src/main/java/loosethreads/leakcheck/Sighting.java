package loosethreads.leakcheck;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinWorkerThread;

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

  /** The thread that holds the lock which this one waits for, where the census can have it. */
  default Optional<Thread> lockOwner() {
    return Optional.empty();
  }

  /** The thread itself, where the census can have it. */
  Optional<Thread> thread();

  /** The executor that the thread was started in, where the census can have it. */
  default Optional<ExecutorService> executor() {
    return thread().orElse(null) instanceof ForkJoinWorkerThread worker
        ? Optional.of(worker.getPool())
        : Optional.empty();
  }

  /** The class of the thread; empty when the census cannot tell. */
  default String type() {
    return thread().map(t -> t.getClass().getName()).orElse("");
  }

  /** The name of the thread's group; empty when the census cannot tell, or when it has ended. */
  default String group() {
    return thread().map(Thread::getThreadGroup).map(ThreadGroup::getName).orElse("");
  }
}
