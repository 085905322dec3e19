package loosethreads.leakcheck;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows that threads that are ready to run get to run: a new thread is started, and has ended.
 *
 * <p>Under load, a thread that was just woken may look as if it still waited. When a thread that
 * became ready later has run to its end, its turn should have come, too.
 */
final class Canary implements Runnable {
  /** A machine that cannot run an empty thread in this time is too busy for any early verdict. */
  private static final long PATIENCE_MILLIS = 500;

  private final CountDownLatch ran = new CountDownLatch(1);

  private Canary() {}

  @Override
  public void run() {
    ran.countDown();
  }

  /** Whether a platform and a virtual thread have come and gone. */
  static boolean sings() {
    return sings(Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false))
        && sings(Thread.ofVirtual().inheritInheritableThreadLocals(false));
  }

  private static boolean sings(Thread.Builder builder) {
    Canary canary = new Canary();
    Thread thread = builder.name("leakcheck canary").start(canary);
    try {
      return canary.ran.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          && thread.join(Duration.ofMillis(PATIENCE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
