package loosethreads.leakcheck.programs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import loosethreads.leakcheck.Allow;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Test classes of a code base that has leaks, or threads that stay on purpose. */
@SuppressWarnings({"FutureReturnValueIgnored", "NewClassNamingConvention"})
public final class Adopted {
  private static final LinkedBlockingQueue<String> NOTHING = new LinkedBlockingQueue<>();
  private static volatile CountDownLatch end = new CountDownLatch(1);

  private Adopted() {}

  /** Ends every thread that the tests of this file have left. */
  public static void endAll() {
    end.countDown();
    end = new CountDownLatch(1);
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

  static Thread named(String name) {
    CountDownLatch latch = end;
    return atRest(Thread.ofVirtual().name(name).start(() -> await(latch)));
  }

  private static Thread atRest(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  static void other() {
    named("other");
  }

  /** Opened by the first who asks, and meant to stay. */
  static final class Prices {
    private Prices() {}

    static void open() {
      named("prices-1");
    }
  }

  @LeakFree(
      within = "300ms",
      allow = @Allow(name = "prices-*", reason = "one for all tests, ended by nobody"))
  public static class AllowedByName {
    @Test
    void leavesTheOneThatMayStay() {
      Prices.open();
    }

    @Test
    void leavesAnotherBesides() {
      Prices.open();
      other();
    }
  }

  @LeakFree(
      within = "300ms",
      allow = @Allow(startedBy = "Adopted.*.open", name = "price*1", reason = "x"))
  public static class AllowedByNobody {
    @Test
    void leaks() {
      named("prices-1");
    }
  }

  @LeakFree(
      within = "300ms",
      allow = @Allow(startedBy = "Adopted.named", reason = "one for all tests"))
  public static class AllowedByStarter {
    @Test
    void leaves() {
      Prices.open();
    }

    @Test
    @LeakFree(within = "400ms")
    void leavesUnderAnAnnotationOfItsOwn() {
      Prices.open();
    }

    @Nested
    class Inner {
      @Test
      void leavesInside() {
        Prices.open();
      }
    }
  }

  @LeakFree(within = "300ms")
  public static class AllowedForAMethod {
    @Test
    @LeakFree(
        within = "300ms",
        allow = @Allow(name = "prices-1", reason = "the class need not end it, either"))
    void leaves() {
      Prices.open();
    }
  }

  @LeakFree(
      within = "300ms",
      allow = @Allow(name = "nobody-has-this-name", reason = "it once was there"))
  public static class AllowedButGone {
    @Test
    void leaks() {
      other();
    }
  }

  @LeakFree(allow = @Allow(name = "prices-*", reason = " "))
  public static class WithoutReason {
    @Test
    void isNeverReached() {}
  }

  @LeakFree(allow = @Allow(reason = "any"))
  public static class WithoutPattern {
    @Test
    void isNeverReached() {}
  }

  @LeakFree(allow = @Allow(name = "**", reason = "all"))
  public static class WithEveryName {
    @Test
    void isNeverReached() {}
  }

  /** A pool that the first test opens and the class ends. */
  @LeakFree(within = "300ms", scope = LeakFree.Scope.CLASS)
  public static class SharedByTheClass {
    private static ExecutorService pool;

    static synchronized ExecutorService pool() {
      if (pool == null) {
        pool = Executors.newFixedThreadPool(2);
      }
      return pool;
    }

    @RepeatedTest(3)
    void usesIt() throws Exception {
      pool().submit(() -> {}).get();
    }

    @Nested
    class Inner {
      @Test
      void usesItToo() throws Exception {
        pool().submit(() -> {}).get();
        named("ended after all");
      }
    }

    @AfterAll
    static void close() {
      pool.close();
      pool = null;
      endAll();
    }
  }

  @LeakFree(within = "300ms", scope = LeakFree.Scope.CLASS)
  public static class NeverEndedByTheClass {
    @Test
    void starts() {
      other();
    }

    @Test
    void startsAnother() {
      other();
    }

    @Test
    @LeakFree(within = "300ms")
    void isWatchedItself() {
      named("of the test");
    }

    @Nested
    class Inner {
      @Test
      void startsInside() {
        other();
      }
    }
  }

  public static class ClassScopeOnAMethod {
    @Test
    @LeakFree(scope = LeakFree.Scope.CLASS)
    void isNeverReached() {}
  }

  /** Leaks in several ways; {@code leaks} says how many threads the last one leaves. */
  @LeakFree(within = "30ms")
  public static class OldCode {
    /** The number of threads that the last test leaves. */
    public static int leaks = 1;

    @Test
    void leaksTwo() {
      other();
      other();
    }

    @RepeatedTest(2)
    void leaksEachTime() {
      other();
    }

    @Test
    void spins() {
      CountDownLatch latch = end;
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            while (latch.getCount() > 0) {
              Thread.onSpinWait();
            }
          });
    }

    @Test
    void waitsForALock() {
      CountDownLatch latch = end;
      var lock = new ReentrantLock();
      var taken = new CountDownLatch(1);
      Thread holder =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                lock.lock();
                try {
                  taken.countDown();
                  await(latch);
                } finally {
                  lock.unlock();
                }
              });
      await(taken);
      atRest(holder);
      atRest(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                lock.lock();
                try {
                  taken.countDown();
                } finally {
                  lock.unlock();
                }
              }));
    }

    @Test
    void leaksAsOftenAsTold() {
      for (int i = 0; i < leaks; i++) {
        other();
      }
    }

    @Test
    void isInnocent() {}
  }

  /** No annotation at all. */
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  public static class Unmarked {
    @BeforeAll
    static void begin() {}

    @Test
    @Order(1)
    void isInnocent() {}

    @Test
    @Order(2)
    void leaks() {
      other();
    }

    @Test
    @Order(3)
    void isInnocentToo() {}
  }

  /** Marked, and found by the suite-wide extension as well. */
  @LeakFree(within = "300ms")
  public static class Marked {
    @Test
    void leaks() {
      other();
    }
  }

  /** Two threads of different tests, and one that ends. */
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  public static class Suspects {
    private static Thread ending;

    @Test
    @Order(1)
    void startsOneThatEnds() {
      ending =
          Thread.startVirtualThread(() -> {
            try {
              NOTHING.take();
            } catch (InterruptedException e) {
              // It is over.
            }
          });
    }

    @Test
    @Order(2)
    void isTheCulprit() {
      other();
    }

    @Test
    @Order(3)
    void endsTheOne() throws InterruptedException {
      ending.interrupt();
      ending.join();
    }

    @Test
    @Order(4)
    void leavesTwo() {
      named("a");
      named("b");
    }
  }
}
