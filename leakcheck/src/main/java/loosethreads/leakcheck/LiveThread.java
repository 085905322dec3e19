package loosethreads.leakcheck;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

/** A sighting that holds the thread itself: each answer is of this moment. */
record LiveThread(Thread live, String container, Object where) implements Sighting {
  @Override
  public long id() {
    return live.threadId();
  }

  @Override
  public String name() {
    return live.getName();
  }

  @Override
  public boolean virtual() {
    return live.isVirtual();
  }

  @Override
  public boolean daemon() {
    return live.isDaemon();
  }

  @Override
  public Optional<Thread.State> state() {
    return Optional.of(live.getState());
  }

  @Override
  public StackTraceElement[] stack() {
    return live.getStackTrace();
  }

  @Override
  public String blocker() {
    Object blocker = LockSupport.getBlocker(live);
    if (blocker == null) {
      return "";
    }
    // A blocker may be an object of the program under test, and its toString may do anything.
    String type = blocker.getClass().getName();
    return type.startsWith("java.util.concurrent.locks.") || type.endsWith("$Sync")
        ? blocker.toString()
        : type;
  }

  @Override
  public Optional<Thread> lockOwner() {
    return LockOwner.of(LockSupport.getBlocker(live));
  }

  @Override
  public Optional<ExecutorService> executor() {
    return where instanceof ExecutorService executor
        ? Optional.of(executor)
        : Sighting.super.executor();
  }

  @Override
  public Optional<Thread> thread() {
    return Optional.of(live);
  }
}
