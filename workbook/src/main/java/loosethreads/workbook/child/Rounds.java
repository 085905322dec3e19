package loosethreads.workbook.child;

import java.util.function.Consumer;
import loosethreads.leakcheck.ThreadCensus;
import loosethreads.leakcheck.ThreadCount;

/**
 * Runs the leak tests of a class again and again in one JVM, and counts after each round what is
 * left behind: a program that leaks climbs, one that does not stays flat.
 */
final class Rounds {
  /** Who ends in time has ended by then: leakcheck's own patience. */
  private static final long MOST_SETTLING_MILLIS = 2_000;

  /** A count that has not moved for as long has settled. */
  private static final long STILL_MILLIS = 60;

  /** Rounds that take long are fewer. */
  private static final long MOST_MILLIS = 60_000;

  private final ThreadCount before = ThreadCensus.count();
  private final long start = System.nanoTime();
  private final Consumer<Message> tell;

  private Rounds(Consumer<Message> tell) {
    this.tell = tell;
  }

  /**
   * Runs the rounds.
   *
   * @param tell told each test, and a sample before the first round and after each
   */
  static void of(Class<?> testClass, int rounds, Consumer<Message> tell)
      throws InterruptedException {
    var all = new Rounds(tell);
    all.sample(0);
    for (int round = 1; round <= rounds && all.millis() < MOST_MILLIS; round++) {
      TestRun.withoutLeakcheck(testClass, tell);
      all.sample(round);
    }
  }

  private void sample(int round) throws InterruptedException {
    ThreadCount now = settled();
    // What a collection can't free is what the program holds.
    System.gc();
    Runtime heap = Runtime.getRuntime();
    tell.accept(
        new Message.Sample(
            round,
            millis(),
            Math.max(0, now.platform() - before.platform()),
            Math.max(0, now.virtual() - before.virtual()),
            heap.totalMemory() - heap.freeMemory()));
  }

  private long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Threads that were told to end take a moment; nobody waits for those that will not. */
  private ThreadCount settled() throws InterruptedException {
    long deadline = System.nanoTime() + MOST_SETTLING_MILLIS * 1_000_000;
    ThreadCount last = ThreadCensus.count();
    long since = System.nanoTime();
    while (System.nanoTime() < deadline) {
      Thread.sleep(5);
      ThreadCount now = ThreadCensus.count();
      if (!now.equals(last)) {
        last = now;
        since = System.nanoTime();
      } else if (now.total() <= before.total()
          || System.nanoTime() - since > STILL_MILLIS * 1_000_000) {
        break;
      }
    }
    return last;
  }
}
