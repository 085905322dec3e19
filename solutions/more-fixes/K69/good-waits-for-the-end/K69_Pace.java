// Also good: the wait between two lines is a wait for the end, with a limit. It needs no interrupt,
// which the log might swallow.
package wild;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import wild.K69_Crawler.Log;

/** Logs how far a crawl has come. */
class K69_Pace {
  private final Log log;
  private final Supplier<String> count;
  private final CountDownLatch over = new CountDownLatch(1);

  K69_Pace(Log log, Supplier<String> count) {
    this.log = log;
    this.count = count;
    Thread.ofVirtual().name("pace").start(this::run);
  }

  private void run() {
    try {
      while (!over.await(log.every().toNanos(), NANOSECONDS)) {
        log.lines().accept(count.get());
      }
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
    log.lines().accept(count.get());
  }

  void over() {
    over.countDown();
  }
}
