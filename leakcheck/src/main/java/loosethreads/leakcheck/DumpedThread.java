package loosethreads.leakcheck;

import java.util.Optional;

/** A sighting in a thread dump: what was true when the dump was written. */
record DumpedThread(ThreadDump.Entry entry, Optional<Thread> thread) implements Sighting {
  @Override
  public long id() {
    return entry.id();
  }

  @Override
  public String name() {
    return entry.name();
  }

  /** A dump of JDK 21 does not say it. A thread that is not among the platform threads is. */
  @Override
  public boolean virtual() {
    return entry.virtual() || thread.isEmpty();
  }

  @Override
  public boolean daemon() {
    return thread.isEmpty() || thread.get().isDaemon();
  }

  @Override
  public Optional<Thread.State> state() {
    return entry.state().isPresent() ? entry.state() : thread.map(Thread::getState);
  }

  @Override
  public StackTraceElement[] stack() {
    return entry.stack().toArray(new StackTraceElement[0]);
  }

  @Override
  public String container() {
    return entry.container();
  }

  @Override
  public String blocker() {
    return entry.blocker();
  }
}
