// Tempting: whoever catches an interrupt restores it, as all books say.
// Rejected as leaking: for whoever is next. Here the next is the same loop: it no longer sleeps,
// and writes line after line.
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
    while (true) {
      try {
        Thread.sleep(log.every());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      log.lines().accept(count.get());
    }
  }

  void over() {
    thread.interrupt();
  }
}
