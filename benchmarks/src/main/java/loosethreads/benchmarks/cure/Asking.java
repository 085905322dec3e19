package loosethreads.benchmarks.cure;

import com.softwaremill.jox.Channel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a loop loses that asks before each item whether it should end, and is never told so.
 *
 * <p>Unit: items a second, of one thread. An item is so many steps of a generator of random
 * numbers, a multiplication and an addition, each of which needs the one before. {@code never} is
 * the loop that does not ask.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Asking {
  private static final int ITEMS = 1_000;
  private static final int EVERY = 100;

  /** The steps of Knuth's generator MMIX. */
  private static final long MULTIPLIER = 6364136223846793005L;

  private static final long INCREMENT = 1442695040888963407L;

  /** How many steps an item is. A constant would let the compiler make one of many. */
  @Param({"1", "100"})
  int work;

  private long seed = 1;
  private volatile boolean over;
  private final CountDownLatch latch = new CountDownLatch(1);
  private final Channel<Object> channel = Channel.newRendezvousChannel();

  /** Does not ask. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long never() {
    long x = seed;
    for (int i = 0; i < ITEMS; i++) {
      x = done(x);
    }
    return x;
  }

  /** Asks whether this thread has been interrupted. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long interrupt() {
    long x = seed;
    for (int i = 0; i < ITEMS && !Thread.currentThread().isInterrupted(); i++) {
      x = done(x);
    }
    return x;
  }

  /** Asks so before every hundredth item. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long interruptEvery100() {
    long x = seed;
    for (int i = 0; i < ITEMS; i++) {
      if (i % EVERY == 0 && Thread.currentThread().isInterrupted()) {
        return x;
      }
      x = done(x);
    }
    return x;
  }

  /** Asks a volatile flag. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long flag() {
    long x = seed;
    for (int i = 0; i < ITEMS && !over; i++) {
      x = done(x);
    }
    return x;
  }

  /** Asks a latch. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long latch() {
    long x = seed;
    for (int i = 0; i < ITEMS && latch.getCount() > 0; i++) {
      x = done(x);
    }
    return x;
  }

  /** Asks a channel whether it has been closed. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long channel() {
    long x = seed;
    for (int i = 0; i < ITEMS && channel.closedForReceive() == null; i++) {
      x = done(x);
    }
    return x;
  }

  /** Does the work of one item. */
  private long done(long before) {
    long x = before;
    for (int step = 0; step < work; step++) {
      x = x * MULTIPLIER + INCREMENT;
    }
    return x;
  }
}
