// Tempting: Virtual threads, a semaphore, and a latch that counts the sections. Nobody waits for
// more work, and finally interrupts whoever is left.
// Rejected as wrong: a section that ends with an Error throws past the catch block, and the latch
// is not counted down. The report waits for ever.
package context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts the monthly report of a shop together.
 *
 * <p>A report has some ten sections: sales, returns, stock. Each is a query that takes its time, so
 * the queries run side by side, but only {@value #AT_ONCE} for a report: the database has other
 * customers, too. Reports are asked for now and then, by any number of shops at the same time.
 *
 * <p>In production: every report is right, and comes soon. After nine days the service stops with
 * "unable to create native thread". It is idle at that time, and has been for an hour.
 *
 * <p>What the service promises:
 *
 * <ul>
 *   <li>The sections come in the order in which they were asked for. {@value #AT_ONCE} of a report
 *       are written at the same time, never more, and no report waits for another one.
 *   <li>If a section fails, so does the report. The failure is the cause of its {@code
 *       ExecutionException}.
 *   <li>Whoever waits for a report may lose interest: an interrupt ends {@link #report} and the
 *       work for it.
 *   <li>Once {@link #report} has returned or thrown, none of its threads is left.
 * </ul>
 */
public class K15_ReportService {
  /** How many sections of a report are written at the same time. */
  public static final int AT_ONCE = 4;

  /** Writes a report. */
  public List<String> report(List<Callable<String>> sections)
      throws ExecutionException, InterruptedException {
    var report = new String[sections.size()];
    var permits = new Semaphore(AT_ONCE);
    var missing = new CountDownLatch(sections.size());
    var failure = new AtomicReference<Exception>();
    List<Thread> writers = new ArrayList<>();
    try {
      for (int i = 0; i < report.length; i++) {
        int place = i;
        writers.add(
            Thread.ofVirtual()
                .name("writer")
                .start(() -> {
                  try {
                    permits.acquire();
                    report[place] = sections.get(place).call();
                  } catch (Exception e) {
                    failure.compareAndSet(null, e);
                  }
                  permits.release();
                  missing.countDown();
                }));
      }
      missing.await();
    } finally {
      writers.forEach(Thread::interrupt);
    }
    if (failure.get() != null) {
      throw new ExecutionException(failure.get());
    }
    return Arrays.asList(report);
  }
}
