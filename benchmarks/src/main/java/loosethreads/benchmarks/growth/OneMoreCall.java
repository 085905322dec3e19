package loosethreads.benchmarks.growth;

import java.util.concurrent.TimeUnit;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Stillness;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one more call takes after N others, whose threads are there, or not.
 *
 * <p>Unit: milliseconds a call; an iteration is a hundred calls. The warm-up, of a thousand calls,
 * and the calls that are measured leave their threads, too. In the end there must be as many as
 * were leaked, or none.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "-XX:+UseSerialGC",
      "-Xms1g",
      "-Xmx1g",
      "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED"
    })
@Warmup(iterations = 10)
@Measurement(iterations = 10)
public class OneMoreCall {
  private static final int CALLS = 100;

  /** What is called. */
  @Param("own-message")
  String subject;

  /** Whether it leaks. */
  @Param({"leaking", "fixed"})
  String variant;

  /** The kind of thread; a kata has its own. */
  @Param("VIRTUAL")
  Kind kind;

  /** How many calls came before. */
  @Param({"10", "10000"})
  int n;

  private Program program;
  private Stillness stillness;
  private int calls;

  /** Makes the calls that come before. */
  @Setup(Level.Trial)
  public void callBefore() throws Exception {
    program = Program.of(subject, variant, kind);
    stillness = Stillness.open();
    for (calls = 0; calls < n; calls++) {
      program.call();
    }
    stillness.await(left());
  }

  /** Calls again. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void call() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      program.call();
    }
    calls += CALLS;
  }

  /** Looks how many are left. */
  @TearDown(Level.Trial)
  public void look() throws InterruptedException {
    stillness.await(left());
  }

  private int left() {
    return variant.equals("leaking") ? calls * program.threadsPerCall() : 0;
  }
}
