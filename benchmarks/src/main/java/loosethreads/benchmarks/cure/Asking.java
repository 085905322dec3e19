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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a loop loses that asks before each item whether it should end, and is never told so.
 *
 * <p>Unit: items a second, of one thread. An item is a piece of work of {@code work} tokens of
 * JMH's {@code consumeCPU}; one token is about a nanosecond. {@code never} is the loop that does
 * not ask.
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

  /** How much there is to do for an item. */
  @Param({"1", "100"})
  int work;

  private volatile boolean over;
  private final CountDownLatch latch = new CountDownLatch(1);
  private final Channel<Object> channel = Channel.newRendezvousChannel();

  /** Does not ask. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void never() {
    for (int i = 0; i < ITEMS; i++) {
      Blackhole.consumeCPU(work);
    }
  }

  /** Asks whether this thread has been interrupted. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void interrupt() {
    for (int i = 0; i < ITEMS && !Thread.currentThread().isInterrupted(); i++) {
      Blackhole.consumeCPU(work);
    }
  }

  /** Asks so before every hundredth item. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void interruptEvery100() {
    for (int i = 0; i < ITEMS; i++) {
      if (i % EVERY == 0 && Thread.currentThread().isInterrupted()) {
        return;
      }
      Blackhole.consumeCPU(work);
    }
  }

  /** Asks a volatile flag. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void flag() {
    for (int i = 0; i < ITEMS && !over; i++) {
      Blackhole.consumeCPU(work);
    }
  }

  /** Asks a latch. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void latch() {
    for (int i = 0; i < ITEMS && latch.getCount() > 0; i++) {
      Blackhole.consumeCPU(work);
    }
  }

  /** Asks a channel whether it has been closed. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void channel() {
    for (int i = 0; i < ITEMS && channel.closedForReceive() == null; i++) {
      Blackhole.consumeCPU(work);
    }
  }
}
