package loosethreads.leakcheck.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test classes for tests to run. Their names keep them out of the build's own run. */
@SuppressWarnings({"FutureReturnValueIgnored", "NewClassNamingConvention"})
public final class Samples {
  private Samples() {}

  private static volatile Thread last;

  /** Leaves a virtual thread that an interrupt would end. */
  static Thread leak() {
    last = Thread.startVirtualThread(Samples::waitForInterrupt);
    return last;
  }

  /** Ends the thread that was left last. */
  public static void endTheLast() {
    last.interrupt();
  }

  static void waitForInterrupt() {
    try {
      new LinkedBlockingQueue<String>().take();
    } catch (InterruptedException e) {
      // That is what it waits for.
    }
  }

  @LeakFree(within = "300ms")
  public static class OneLeaksOneDoesNot {
    @Test
    void leaks() {
      leak();
    }

    @Test
    void ends() throws InterruptedException {
      Thread.startVirtualThread(() -> {}).join();
    }
  }

  public static class OnAMethod {
    @Test
    @LeakFree(within = "300ms")
    void watched() {
      leak();
    }

    @Test
    void unwatched() {
      leak().interrupt();
    }
  }

  @LeakFree(within = "300ms")
  public static class FailsByItself {
    @Test
    void failsAndLeaks() {
      leak();
      throw new IllegalStateException("own failure");
    }
  }

  /** Everything that may end a thread after the test method does. */
  @LeakFree(within = "300ms")
  @ExtendWith(ClosesLate.class)
  public static class EndedByFixtures {
    private final Thread ofConstructor = leak();
    @AutoClose private final ExecutorService field = Executors.newFixedThreadPool(1);
    private Thread ofEach = ofConstructor;

    @BeforeEach
    void start() {
      ofEach = leak();
      field.submit(() -> {});
    }

    @Test
    void usesThem() {
      leakToBeEndedByExtension.add(leak());
    }

    @AfterEach
    void end() {
      ofEach.interrupt();
      ofConstructor.interrupt();
    }

    static final List<Thread> leakToBeEndedByExtension = new ArrayList<>();
  }

  /** Registered after {@code @LeakFree}, and before it, it makes no difference. */
  public static class ClosesLate implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
      EndedByFixtures.leakToBeEndedByExtension.forEach(Thread::interrupt);
    }
  }

  @ExtendWith(ClosesLate.class)
  @LeakFree(within = "300ms")
  public static class EndedByAnEarlierExtension {
    @Test
    void usesIt() {
      EndedByFixtures.leakToBeEndedByExtension.add(leak());
    }
  }

  /** A pool of the class: its workers are started by the tests, lazily. */
  @LeakFree(within = "300ms")
  public static class PoolOfTheClass {
    static ExecutorService pool;
    static Thread service;

    @BeforeAll
    static void open() {
      pool = Executors.newFixedThreadPool(4);
      service = leak();
    }

    @RepeatedTest(3)
    void usesIt() throws Exception {
      pool.submit(() -> {}).get();
    }

    @AfterAll
    static void close() {
      pool.close();
      service.interrupt();
    }
  }

  @LeakFree(within = "300ms")
  public static class PoolOfTheClassNeverClosed {
    public static ExecutorService pool;

    @BeforeAll
    static void open() {
      pool = Executors.newFixedThreadPool(4);
    }

    @Test
    void usesIt() throws Exception {
      pool.submit(() -> {}).get();
    }
  }

  @LeakFree(within = "300ms")
  public static class LeaksInBeforeAll {
    @BeforeAll
    static void start() {
      leak();
    }

    @Test
    void isInnocent() {}
  }

  @LeakFree(within = "300ms")
  public static class Outer {
    @Test
    void isInnocent() {}

    @Nested
    class Inner {
      @Test
      void leaksInside() {
        leak();
      }

      @Test
      void isInnocentInside() {}

      @Nested
      @LeakFree(within = "400ms")
      class Innermost {
        @Test
        void leaksInnermost() {
          leak();
        }
      }
    }
  }

  @LeakFree(within = "300ms")
  public static class Templates {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leaksOnce(boolean leaking) {
      if (leaking) {
        leak();
      }
    }

    @RepeatedTest(2)
    void isInnocent() {}

    @TestFactory
    List<DynamicTest> leaksInADynamicTest() {
      return List.of(DynamicTest.dynamicTest("dynamic", Samples::leak));
    }
  }

  @LeakFree(within = "300ms")
  @TestInstance(Lifecycle.PER_CLASS)
  public static class PerClass {
    private final Thread service = leak();

    @Test
    void leaks() {
      leak();
    }

    @Test
    void isInnocent() {}

    @AfterAll
    void end() {
      service.interrupt();
    }
  }

  @LeakFree(within = "300ms")
  @TestInstance(Lifecycle.PER_CLASS)
  public static class PerClassLeaks {
    @SuppressWarnings("unused") // it is there to be started
    private final Thread service = leak();

    @Test
    void isInnocent() {}
  }

  @LeakFree(within = "300ms")
  public static class Timeouts {
    @Test
    @Timeout(10)
    void onTheSameThread() {}

    @Test
    @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
    void onASeparateThread() throws InterruptedException {
      Thread.startVirtualThread(() -> {}).join();
    }

    @Test
    @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
    void leaksOnASeparateThread() {
      leak();
    }

    @Test
    @Timeout(value = 50, unit = TimeUnit.MILLISECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void hangsOnASeparateThread() {
      deaf = Thread.currentThread();
      while (!released) {
        waitForInterrupt();
      }
    }

    private static volatile boolean released;
    private static Thread deaf;

    /** Lets the test that hangs end. */
    public static void release() {
      released = true;
      deaf.interrupt();
    }
  }

  @LeakFree(within = "300ms")
  public static class ConstructorFails {
    public ConstructorFails() {
      leak();
      throw new IllegalStateException("own failure");
    }

    @Test
    void isNeverReached() {}
  }

  @LeakFree(within = "soon")
  public static class BadSetting {
    @Test
    void isNeverReached() {}
  }

  @LeakFree(within = "300ms", interrupt = false)
  public static class LeavesThreadsAlone {
    public static Thread left;

    @Test
    void leaks() {
      left = leak();
    }
  }

  /** A leak that nobody can wake. */
  @LeakFree(within = "300ms", prove = true)
  public static class Proves {
    @Test
    void leaks() {
      Thread.startVirtualThread(Samples::waitForInterrupt);
    }
  }

  /** The same, and a setting for all tests may say that it is to be proven. */
  @LeakFree(within = "300ms")
  public static class DoesNotProve {
    @Test
    void leaks() {
      Thread.startVirtualThread(Samples::waitForInterrupt);
    }
  }

  /** Tests that meet, so that all are sure to run at once; every other one leaks. */
  @LeakFree(within = "500ms")
  public static class InParallel {
    private static final CyclicBarrier ALL = new CyclicBarrier(4);

    private static void meet() throws InterruptedException, BrokenBarrierException {
      ALL.await();
    }

    @Test
    void leaksFirst() throws Exception {
      meet();
      leak();
      meet();
    }

    @Test
    void leaksSecond() throws Exception {
      meet();
      leak();
      meet();
    }

    @Test
    void isInnocentFirst() throws Exception {
      meet();
      Thread.startVirtualThread(() -> {}).join();
      meet();
    }

    @Test
    void isInnocentSecond() throws Exception {
      meet();
      meet();
    }
  }
}
