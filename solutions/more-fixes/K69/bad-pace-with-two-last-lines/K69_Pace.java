// Tempting: so that the last line is there for certain, whoever ends the thread writes it.
// Rejected as wrong: the thread writes it, too. There is a last line, and one more behind it.
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
      // The crawl is over. The handler is behind the loop, and so is this line.
      log.lines().accept(count.get());
    }
  }

  void over() {
    thread.interrupt();
    log.lines().accept(count.get());
  }
}
