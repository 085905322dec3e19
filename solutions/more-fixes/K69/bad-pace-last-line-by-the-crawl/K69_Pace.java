// Tempting: an interrupt ends the thread, and the crawl writes the last line by itself.
// Rejected as wrong: a log that throws now throws in the crawl, behind its report. What the crawl
// was to do at its end remains undone, and no feed ends.
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
      // The crawl is over, and writes the last line.
    }
  }

  void over() {
    thread.interrupt();
    log.lines().accept(count.get());
  }
}
