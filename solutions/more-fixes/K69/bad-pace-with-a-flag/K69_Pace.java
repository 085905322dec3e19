// Tempting: a volatile flag ends the loop. No interrupt, no trouble.
// Rejected as wrong: it asks for the flag once an hour. The last line comes as late, and until then
// the thread is there.
package wild;

import java.util.function.Supplier;
import wild.K69_Crawler.Log;

/** Logs how far a crawl has come. */
class K69_Pace {
  private final Log log;
  private final Supplier<String> count;
  private volatile boolean over;

  K69_Pace(Log log, Supplier<String> count) {
    this.log = log;
    this.count = count;
    Thread.ofVirtual().name("pace").start(this::run);
  }

  private void run() {
    while (!over) {
      try {
        Thread.sleep(log.every());
      } catch (InterruptedException e) {
        return;
      }
      log.lines().accept(count.get());
    }
  }

  void over() {
    over = true;
  }
}
