package loosethreads.leakcheck;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A point in the life of the JVM, as a thread id: the threads constructed before it have lower ids.
 *
 * <p>HotSpot hands out ids from one counter, to platform and virtual threads alike. To compare with
 * a mark costs nothing per old thread, where a list of all ids would cost memory for each.
 */
final class Mark {
  private static final Runnable NOTHING = new Nothing();

  private static final AtomicLong TAKEN = new AtomicLong();

  private Mark() {}

  /** The id that lies between the threads of before and those of later. */
  static long now() {
    // Constructed and dropped: only a started thread takes part in anything. It inherits nothing.
    TAKEN.incrementAndGet();
    return new Thread(null, NOTHING, "leakcheck mark", 0, false).threadId();
  }

  /** How many ids went into marks so far. */
  static long taken() {
    return TAKEN.get();
  }

  private static final class Nothing implements Runnable {
    @Override
    public void run() {}
  }
}
