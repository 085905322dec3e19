package loosethreads.leakcheck.programs;

/** How a thread is started, and what stays of it: nothing but its id. */
public enum Kind {
  PLATFORM,
  VIRTUAL;

  /** What a thread does. When it throws, the thread ends. */
  public interface Body {
    void run() throws Exception;
  }

  /** Starts a daemon thread. */
  public Thread start(Body body) {
    Thread thread = unstarted(() -> quietly(body));
    thread.start();
    return thread;
  }

  Thread unstarted(Runnable task) {
    return this == VIRTUAL
        ? Thread.ofVirtual().unstarted(task)
        : Thread.ofPlatform().daemon().unstarted(task);
  }

  static void quietly(Body body) {
    try {
      body.run();
    } catch (Exception e) {
      // It ends, in one way or another.
    }
  }
}
