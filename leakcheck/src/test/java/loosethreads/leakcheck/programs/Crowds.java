package loosethreads.leakcheck.programs;

import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.StructuredTaskScope;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Very many tests to run at the same time. Each builds a tower of threads and pools, drawn by lot
 * from its number, and some leave a few threads at its top.
 */
@SuppressWarnings({"FutureReturnValueIgnored", "NewClassNamingConvention"})
public final class Crowds {
  /** How many tests each of the four classes has. */
  public static final String SIZE = "crowd.size";

  private static final int DEPTH = 4;

  private static volatile CountDownLatch end = new CountDownLatch(1);

  private Crowds() {}

  /** Ends every thread that was left. */
  public static void endAll() {
    end.countDown();
    end = new CountDownLatch(1);
  }

  /** What stands between a test and a thread that it starts. */
  private enum Floor {
    VIRTUAL {
      @Override
      void run(Callable<?> above) throws Exception {
        join(Thread.ofVirtual().unstarted(() -> call(above)));
      }
    },
    PLATFORM {
      @Override
      void run(Callable<?> above) throws Exception {
        join(Thread.ofPlatform().unstarted(() -> call(above)));
      }
    },
    FIXED_POOL {
      @Override
      void run(Callable<?> above) throws Exception {
        use(Executors.newFixedThreadPool(1), above);
      }
    },
    POOL_OF_VIRTUAL_THREADS {
      @Override
      void run(Callable<?> above) throws Exception {
        use(Executors.newVirtualThreadPerTaskExecutor(), above);
      }
    },
    SCHEDULER {
      @Override
      void run(Callable<?> above) throws Exception {
        use(Executors.newScheduledThreadPool(1), above);
      }
    },
    FUTURE_ON_A_PRIVATE_POOL {
      @Override
      void run(Callable<?> above) throws Exception {
        try (var pool = new ForkJoinPool(1)) {
          CompletableFuture.runAsync(() -> call(above), pool).thenRunAsync(() -> {}, pool).get();
        }
      }
    },
    STRUCTURED_SCOPE {
      @Override
      void run(Callable<?> above) throws Exception {
        try (var scope = StructuredTaskScope.open()) {
          scope.fork(() -> call(above));
          scope.join();
        }
      }
    };

    /** Runs what is above on a thread of this floor, which has ended when it returns. */
    abstract void run(Callable<?> above) throws Exception;
  }

  private static void join(Thread thread) throws InterruptedException {
    thread.start();
    thread.join();
  }

  private static void use(ExecutorService pool, Callable<?> above) throws Exception {
    try (pool) {
      pool.submit(above).get();
    }
  }

  private static void call(Callable<?> task) {
    try {
      task.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many threads the test of this number leaves; most leave none. */
  public static int left(int number) {
    return number % 9 == 4 ? 1 + number / 9 % 3 : 0;
  }

  private static Void build(Random lot, int height, int left) throws Exception {
    if (height == 0) {
      leave(left);
      return null;
    }
    Floor floor = Floor.values()[lot.nextInt(Floor.values().length)];
    floor.run(() -> build(lot, height - 1, left));
    return null;
  }

  private static void leave(int threads) throws InterruptedException {
    CountDownLatch latch = end;
    var started = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      var builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
      builder.start(() -> {
        started.countDown();
        await(latch);
      });
    }
    started.await();
  }

  private static void await(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // Only endAll() ends it.
      }
    }
  }

  /** The tests, in two methods: who leaks is told soon, who does not gets all the time it needs. */
  abstract static class Crowd {
    static Stream<Integer> leaking() {
      return numbers().filter(number -> left(number) > 0);
    }

    static Stream<Integer> innocent() {
      return numbers().filter(number -> left(number) == 0);
    }

    private static Stream<Integer> numbers() {
      return IntStream.range(0, Integer.getInteger(SIZE)).boxed();
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource
    @LeakFree(within = "100ms", interrupt = false)
    void leaking(int number) throws Exception {
      Random lot = new Random(number);
      build(lot, 1 + lot.nextInt(DEPTH), left(number));
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource
    @LeakFree(within = "120s")
    void innocent(int number) throws Exception {
      Random lot = new Random(number);
      build(lot, 1 + lot.nextInt(DEPTH), 0);
    }
  }

  public static class First extends Crowd {}

  public static class Second extends Crowd {}

  public static class Third extends Crowd {}

  public static class Fourth extends Crowd {}
}
