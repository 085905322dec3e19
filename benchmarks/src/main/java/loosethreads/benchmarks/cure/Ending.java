package loosethreads.benchmarks.cure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loosethreads.benchmarks.measure.Kind;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to end N threads that wait: from the word to it until the last of them has
 * ended.
 *
 * <p>Unit: milliseconds for all N, each time measured by itself. What comes before is not timed: N
 * threads are started, and all of them wait. What comes after neither: all of them must have ended.
 * Both kinds of thread start cold, since a thread ends once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class Ending {

  /** What ends them. */
  @Param Cure cure;

  /** How many there are. */
  @Param({"1", "1000"})
  int n;

  /** What kind of thread they are. */
  @Param({"VIRTUAL", "PLATFORM"})
  Kind kind;

  private final List<Thread> threads = new ArrayList<>();
  private Cure.Crew crew;

  /** Starts the threads, and waits until they wait. */
  @Setup(Level.Invocation)
  public void start() {
    threads.clear();
    crew = cure.gather(kind);
    for (int i = 0; i < n; i++) {
      threads.add(crew.start());
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  /** Ends them, and waits until they have ended. */
  @Benchmark
  public void end() throws InterruptedException {
    crew.end(threads);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Looks whether that is so. */
  @TearDown(Level.Invocation)
  public void look() {
    long left = threads.stream().filter(Thread::isAlive).count();
    if (left > 0 || threads.size() != n) {
      throw new IllegalStateException(left + " of " + threads.size() + " threads have not ended");
    }
  }
}
