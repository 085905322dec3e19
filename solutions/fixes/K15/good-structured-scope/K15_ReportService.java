// Also good: a scope. It needs no pool and lets none of its subtasks outlive the block. The limit
// is a semaphore.
package context;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;

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
    try (var scope = StructuredTaskScope.open(Joiner.<String>allSuccessfulOrThrow())) {
      for (Callable<String> section : sections) {
        scope.fork(() -> limited(section, permits));
      }
      return scope.join().map(Subtask::get).toList();
    } catch (StructuredTaskScope.FailedException e) {
      throw new ExecutionException(e.getCause());
    }
  }

  private static String limited(Callable<String> section, Semaphore permits) throws Exception {
    permits.acquire();
    try {
      return section.call();
    } finally {
      permits.release();
    }
  }
}
