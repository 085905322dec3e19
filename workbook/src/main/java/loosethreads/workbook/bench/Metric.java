package loosethreads.workbook.bench;

/**
 * What was read off. Benchmarks that read the same thing use the same name, so that a page can set
 * them side by side.
 *
 * @param name as a chart's title says it, without the unit: {@code retained heap}
 * @param unit what it is counted in
 */
public record Metric(String name, Unit unit) {
  /** Threads that were started by what is measured and are alive when it is over. */
  public static final Metric LIVE_THREADS = new Metric("live threads", Unit.THREADS);

  /** Heap in use after a full collection, less what was in use before; all of it, not a call's. */
  public static final Metric RETAINED_HEAP = new Metric("retained heap", Unit.BYTES);

  /** The same, divided by n. */
  public static final Metric HEAP_EACH = new Metric("retained heap each", Unit.BYTES);

  /** Resident memory of the process, less what it was before; all of it. */
  public static final Metric RESIDENT_MEMORY = new Metric("resident memory", Unit.BYTES);

  /** The same, divided by n. */
  public static final Metric RESIDENT_EACH = new Metric("resident memory each", Unit.BYTES);

  /** From the first call to the last, divided by the number of calls. */
  public static final Metric TIME_PER_CALL = new Metric("time per call", Unit.MILLIS);
}
