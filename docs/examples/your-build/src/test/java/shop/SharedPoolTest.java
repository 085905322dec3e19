package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

// tag::shared[]
@LeakFree(scope = LeakFree.Scope.CLASS)
class SharedPoolTest {
  private static ExecutorService pool;

  /** Opened by the test that is first to need it. */
  private static synchronized ExecutorService pool() {
    if (pool == null) {
      pool = Executors.newFixedThreadPool(2);
    }
    return pool;
  }

  @Test
  void adds() throws Exception {
    assertEquals(3, pool().submit(() -> 1 + 2).get());
  }

  @Test
  void multiplies() throws Exception {
    assertEquals(2, pool().submit(() -> 1 * 2).get());
  }

  @AfterAll
  static void close() {
    pool.close();
  }
}
// end::shared[]
