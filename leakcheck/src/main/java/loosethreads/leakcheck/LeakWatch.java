package loosethreads.leakcheck;

import java.time.Duration;
import java.util.Optional;

/**
 * Watches a block of code, with or without JUnit: {@code try (var watch = LeakWatch.open()) { … }}.
 *
 * <p>A thread belongs to the block when the thread that opened the watch constructed it, or one
 * that descends from it.
 */
public final class LeakWatch implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final StackWalker WALKER = StackWalker.getInstance();

  private final Watch watch;
  private final Duration within;
  private boolean interrupts = true;
  private boolean proves;
  private boolean closed;

  private LeakWatch(Watch watch, Duration within) {
    this.watch = watch;
    this.within = within;
  }

  /** Begins to watch. Threads get 2 seconds to end after the block. */
  public static LeakWatch open() {
    return open(WITHIN);
  }

  /**
   * Begins to watch.
   *
   * @param within how long threads may take to end after the block
   * @throws IllegalArgumentException when that is not more than 0
   */
  public static LeakWatch open(Duration within) {
    if (!within.isPositive()) {
      throw new IllegalArgumentException("within must be more than 0, not " + within);
    }
    return new LeakWatch(Watch.open(caller(), Eyes.best()), within);
  }

  private static String caller() {
    return WALKER.walk(frames ->
        frames
            .filter(frame -> UserCode.owns(frame.getClassName()))
            .findFirst()
            .map(frame -> Frames.method(frame.toStackTraceElement()) + "()")
            .orElse("the watched block"));
  }

  /** Leaves the threads it reports alone, where it would interrupt them to see what they do. */
  public LeakWatch withoutInterrupt() {
    interrupts = false;
    return this;
  }

  /**
   * Proves of the threads it reports, where it can, that no live thread can ever wake them. It
   * writes two heap dumps to a temporary file, before it interrupts anything. That takes seconds,
   * and for part of them the JVM stands still. {@link LeakFree#prove} tells what that means.
   */
  public LeakWatch proving() {
    proves = true;
    return this;
  }

  /**
   * Reports the threads of the block that are alive now, or nothing when there are none; the watch
   * goes on. Waits for nothing and interrupts nothing.
   */
  public Optional<LeakReport> report() {
    return watch.report();
  }

  /**
   * Counts the threads of the block that are alive now; the watch goes on. Takes about a
   * millisecond for a thousand of them.
   */
  public ThreadCount count() {
    return watch.count();
  }

  /**
   * Ends the watch. Returns at once when no thread is left. To close it again does nothing.
   *
   * @throws LeakError when threads of the block are alive after the time they have
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Optional<LeakReport> report = watch.close(within, interrupts, proves);
    if (report.isPresent()) {
      throw new LeakError(report.get());
    }
  }
}
