package loosethreads.benchmarks.measure;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import loosethreads.leakcheck.ThreadCensus;

/**
 * Waits until the threads that a program started stand where they will stay, or have ended.
 *
 * <p>Opened before the program starts any. It counts by census, since the program keeps its threads
 * to itself.
 */
public final class Stillness {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final int before;
  private final Set<Thread> running;

  private Stillness(int before, Set<Thread> running) {
    this.before = before;
    this.running = running;
  }

  /** Remembers which threads there are now. */
  public static Stillness open() throws InterruptedException {
    // The first virtual thread brings its carriers and their pool with it.
    Thread.startVirtualThread(() -> {}).join();
    return new Stillness(ThreadCensus.count().total(), running());
  }

  /** How many were alive before. */
  public int before() {
    return before;
  }

  /** How many more threads are alive than before. */
  public int count() {
    return ThreadCensus.count().total() - before;
  }

  /**
   * Waits until so many more threads are alive than before, and none of them runs.
   *
   * @throws IllegalStateException if that is not so after two minutes
   */
  public void await(int expected) throws InterruptedException {
    await(expected, LONGEST);
  }

  void await(int expected, Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (count() != expected || !running.containsAll(running())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "expected " + expected + " threads to be left, and there are " + count());
      }
      Thread.sleep(1);
    }
    // What waits for a carrier does so in a line: whoever stands behind them all comes last.
    for (int carrier = 0; carrier < Runtime.getRuntime().availableProcessors(); carrier++) {
      Thread.startVirtualThread(() -> {}).join();
    }
    if (count() != expected) {
      throw new IllegalStateException(
          "expected " + expected + " threads to stay, and there are " + count());
    }
  }

  private static Set<Thread> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getState() == Thread.State.RUNNABLE)
        .collect(Collectors.toSet());
  }
}
