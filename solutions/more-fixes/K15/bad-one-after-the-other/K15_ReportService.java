// Tempting: no pool, no leak. The sections can be written one after the other.
// Rejected as wrong: the report takes four times as long.
package context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

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
    List<String> report = new ArrayList<>();
    for (Callable<String> section : sections) {
      try {
        report.add(section.call());
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new ExecutionException(e);
      }
    }
    return report;
  }
}
