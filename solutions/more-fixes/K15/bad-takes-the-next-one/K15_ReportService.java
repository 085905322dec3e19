// Tempting: Four threads that take one section after the other need no pool. One that fails stops,
// and an interrupt of whoever waits is handed on to all four.
// Rejected as wrong: a section that ends in spite of the interrupt, because it has just finished,
// is followed by the next one. That was not interrupted, and nobody waits for it.
package context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
    var failure = new AtomicReference<Throwable>();
    var next = new AtomicInteger();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      writers.add(
          Thread.ofVirtual().name("writer").start(() -> write(sections, next, report, failure)));
    }
    try {
      for (Thread writer : writers) {
        writer.join();
      }
    } catch (InterruptedException e) {
      writers.forEach(Thread::interrupt);
      throw e;
    }
    if (failure.get() != null) {
      throw new ExecutionException(failure.get());
    }
    return Arrays.asList(report);
  }

  private static void write(
      List<Callable<String>> sections,
      AtomicInteger next,
      String[] report,
      AtomicReference<Throwable> failure) {
    try {
      for (int i = next.getAndIncrement(); i < sections.size(); i = next.getAndIncrement()) {
        report[i] = sections.get(i).call();
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }
}
