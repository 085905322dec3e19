package loosethreads.workbook.engine;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import loosethreads.leakcheck.LeakWatch;
import loosethreads.leakcheck.ThreadCount;

/** Counts threads and heap every 50 ms, on a thread that is older than any of the snippet's. */
final class Sampler {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(50);

  private final Consumer<Word> say;
  private final Duration limit;
  private final History history = new History();
  private final BlockingQueue<LeakWatch> begun = new ArrayBlockingQueue<>(1);

  Sampler(Consumer<Word> say, Duration limit) {
    this.say = say;
    this.limit = limit;
  }

  History history() {
    return history;
  }

  void start() {
    Thread.ofPlatform().name("engine-sampler").daemon().start(this::run);
  }

  void begin(LeakWatch watch) {
    begun.add(watch);
  }

  private void run() {
    try {
      LeakWatch watch = begun.take();
      long start = System.nanoTime();
      for (long next = start; ; next = Math.max(next + PERIOD, System.nanoTime())) {
        while (System.nanoTime() < next) {
          LockSupport.parkNanos(next - System.nanoTime());
        }
        long since = System.nanoTime() - start;
        if (since > limit.toNanos()) {
          Runtime.getRuntime().halt(1);
        }
        ThreadCount count = watch.count();
        history.add(since / 1_000_000, count.total());
        say.accept(
            new Word.Sample(since / 1_000_000, count.platform(), count.virtual(), usedHeapKb()));
      }
    } catch (InterruptedException e) {
      // A snippet has found this thread and interrupted it. Without samples nobody sees the rest.
      Runtime.getRuntime().halt(1);
    }
  }

  private static long usedHeapKb() {
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024;
  }
}
