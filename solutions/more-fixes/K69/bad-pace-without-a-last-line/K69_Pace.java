// Tempting: an interrupt means the end, so the thread ends.
// Rejected as wrong: before it ended it had one more thing to say, and somebody waits for that
// line.
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
    try {
      while (true) {
        Thread.sleep(log.every());
        log.lines().accept(count.get());
      }
    } catch (InterruptedException e) {
      // The crawl is over.
    }
  }

  void over() {
    thread.interrupt();
  }
}
