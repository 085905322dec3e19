package loosethreads.leakcheck;

/**
 * A point in the life of the JVM, as a thread id: the threads constructed before it have lower ids.
 *
 * <p>HotSpot hands out ids from one counter, to platform and virtual threads alike. To compare with
 * a mark costs nothing per old thread, where a list of all ids would cost memory for each. And
 * where one mark follows the other, no thread was constructed in between.
 */
final class Mark {
  private static final Runnable NOTHING = new Nothing();

  /** Guarded by the class. */
  private static long last;

  /** The highest id that is known and is not one of a mark. Guarded by the class. */
  private static long other;

  private Mark() {}

  /** The id that lies between the threads of before and those of later. */
  static synchronized long now() {
    // Constructed and dropped: only a started thread takes part in anything. It inherits nothing.
    long id = new Thread(null, NOTHING, "leakcheck mark", 0, false).threadId();
    if (id != last + 1) {
      other = id - 1;
    }
    last = id;
    return id;
  }

  /** The id of the thread that was constructed last, apart from marks. */
  static synchronized long ofLastThread() {
    now();
    return other;
  }

  /** Whether no thread has been constructed since a mark, apart from other marks. */
  static boolean noneSince(long mark) {
    return ofLastThread() <= mark;
  }

  private static final class Nothing implements Runnable {
    @Override
    public void run() {}
  }
}
