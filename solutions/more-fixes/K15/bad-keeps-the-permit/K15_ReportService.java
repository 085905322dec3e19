// Tempting: No pool, no idle threads: a virtual thread for each section, and a semaphore for the
// limit.
// Rejected as wrong: a section that fails does not give its permit back. When the database is gone,
// four fail, and all others wait for a permit, and the report for them.
package context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

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
    var permits = new Semaphore(AT_ONCE);
    List<Callable<String>> limited = new ArrayList<>();
    for (Callable<String> section : sections) {
      limited.add(() -> {
        permits.acquire();
        String text = section.call();
        permits.release();
        return text;
      });
    }
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> report = new ArrayList<>();
      for (Future<String> section : writers.invokeAll(limited)) {
        report.add(section.get());
      }
      return report;
    }
  }
}
