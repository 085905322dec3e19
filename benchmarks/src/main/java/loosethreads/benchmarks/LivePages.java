package loosethreads.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;
import loosethreads.workbook.kata.Checkout;

/**
 * How {@code ./kata live} bears ten pages on which a program runs: as many as it allows.
 *
 * <p>The server is a process of its own, and pages are connections to it. Two things are read off,
 * both in milliseconds. How long it takes to {@linkplain Answers answer} while ten programs begin,
 * and while all of them run. And how long it takes from the beginning of each {@link Ending} until
 * the last JVM that it should end is gone, looked at every millisecond; to stop ten programs or to
 * close ten pages one after the other is in that time.
 */
final class LivePages implements Experiment {
  private static final Metric END = new Metric("last JVM gone", Unit.MILLIS);
  private static final String IDLE = "nothing runs";
  private static final List<Program> ALL = List.of(Program.values());
  private static final List<Ending> WAYS = List.of(Ending.values());
  private static final List<Ending> FEW_WAYS = List.of(Ending.STOP, Ending.KILLED_SERVER);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 1_000_000;

  private final Checkout checkout;

  LivePages(Checkout checkout) {
    this.checkout = checkout;
  }

  @Override
  public String name() {
    return "live";
  }

  @Override
  public String question() {
    return "While ten programs run on live pages, how soon does it answer, and how soon do they end?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    int programs = effort.pick(2, 10, 10);
    int times = effort.pick(5, 100, 500);
    int rounds = effort.pick(1, 1, 5);
    int ends = effort.pick(1, 1, 5);
    long asking = times * 30L;
    long starting = 2_000 + programs * 800L;
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            IDLE,
            Duration.ofMillis(2_000 + rounds * asking),
            figures -> askIdle(figures, times, rounds)));
    for (Program program : effort.pick(List.of(Program.LEAKS), List.of(Program.SPINS), ALL)) {
      var load = new Load(program, programs);
      steps.add(
          new Step(
              load.words(),
              Duration.ofMillis(2_000 + rounds * (starting + asking)),
              figures -> ask(figures, load, times, rounds)));
    }
    // Those that make it hardest for everybody to notice that they should end.
    var load = new Load(Program.SPINS, programs);
    for (Ending ending : effort.pick(FEW_WAYS, FEW_WAYS, WAYS)) {
      steps.add(
          new Step(
              load.words() + ", " + ending.words(),
              Duration.ofMillis(ends * starting),
              figures -> end(figures, load, ending, ends)));
    }
    return steps;
  }

  /** So many programs of a kind. */
  private record Load(Program program, int programs) {
    String words() {
      return programs + " " + program.verb();
    }
  }

  private void askIdle(Figures figures, int times, int rounds)
      throws IOException, InterruptedException {
    try (var book = ServedBook.start(checkout)) {
      Answers.of(book, times);
      for (int i = 0; i < rounds; i++) {
        Answers.of(book, times).addTo(figures, IDLE, 0);
      }
    }
  }

  private void ask(Figures figures, Load load, int times, int rounds) throws Exception {
    try (var book = ServedBook.start(checkout)) {
      Answers.of(book, times);
      for (int i = 0; i < rounds; i++) {
        var opening = OpeningPages.of(book, load.program(), load.programs());
        Answers starting = Answers.of(book, opening::goOn);
        List<RunningPage> pages = opening.await();
        Answers running = Answers.of(book, times);
        mustRun(pages);
        starting.addTo(
            figures, load.programs() + " begin to " + load.program().verb(), load.programs());
        running.addTo(figures, load.words(), load.programs());
        Ending.STOP.bring(book, pages);
        awaitEnd(pages.stream().map(RunningPage::jvm).toList());
        closeAll(pages);
      }
    }
  }

  private void end(Figures figures, Load load, Ending ending, int repetitions) throws Exception {
    var setting = new Setting(ending.words(), load.words(), "", load.programs());
    for (int i = 0; i < repetitions; i++) {
      try (var book = ServedBook.start(checkout)) {
        List<RunningPage> pages = OpeningPages.of(book, load.program(), load.programs()).await();
        awaitSpare(book, load.programs());
        List<ProcessHandle> jvms = ending.ended(book, pages);
        mustRun(pages);
        long start = System.nanoTime();
        ending.bring(book, pages);
        figures.add(setting, END, (awaitEnd(jvms) - start) / 1e6);
        closeAll(pages);
      }
    }
  }

  /** A program ends by itself after a minute; on a busy machine that may be too soon. */
  private static void mustRun(List<RunningPage> pages) {
    if (!pages.stream().allMatch(page -> page.jvm().isAlive())) {
      throw new IllegalStateException("a program ended before it was told to");
    }
  }

  /** So that it is known, and has to end as well if the server does. */
  private static void awaitSpare(ServedBook book, int programs) {
    await("there is no spare JVM", () -> book.jvms().size() > programs);
  }

  /** Waits until all are gone, and tells when that was, as {@code System.nanoTime()} does. */
  private static long awaitEnd(List<ProcessHandle> jvms) {
    await("a JVM did not end", () -> jvms.stream().noneMatch(ProcessHandle::isAlive));
    return System.nanoTime();
  }

  private static void await(String otherwise, BooleanSupplier what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!what.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(otherwise + " within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static void closeAll(List<RunningPage> pages) throws IOException {
    for (RunningPage page : pages) {
      page.close();
    }
  }
}
