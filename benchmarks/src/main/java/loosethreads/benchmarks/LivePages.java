package loosethreads.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import loosethreads.benchmarks.live.Answers;
import loosethreads.benchmarks.live.Ending;
import loosethreads.benchmarks.live.OpeningPages;
import loosethreads.benchmarks.live.Program;
import loosethreads.benchmarks.live.Running;
import loosethreads.benchmarks.live.RunningPage;
import loosethreads.benchmarks.live.ServedBook;
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
  private static final Metric MEDIAN = new Metric("median answer", Unit.MILLIS);
  private static final Metric MOST_OF_ALL = new Metric("99% of answers within", Unit.MILLIS);
  private static final Metric LONGEST = new Metric("longest answer", Unit.MILLIS);
  private static final Metric COUNT = new Metric("answers", Unit.COUNT);
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
    return "While programs run on live pages, how soon does it answer, and how soon do they end?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    int programs = effort.pick(2, 4, 10);
    int times = effort.pick(5, 60, 300);
    int rounds = effort.pick(1, 1, 3);
    int ends = effort.pick(1, 1, 3);
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
    for (Ending ending : effort.pick(FEW_WAYS, List.of(Ending.STOP), WAYS)) {
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
    try (var book = serve()) {
      Answers.of(book, times);
      for (int i = 0; i < rounds; i++) {
        add(figures, Answers.of(book, times), IDLE, 0);
      }
    }
  }

  private void ask(Figures figures, Load load, int times, int rounds) throws Exception {
    try (var book = serve()) {
      Answers.of(book, times);
      for (int i = 0; i < rounds; i++) {
        var opening = OpeningPages.of(book, load.program(), load.programs());
        Answers starting = Answers.of(book, opening::goOn);
        List<RunningPage> pages = opening.await();
        Answers running = Answers.of(book, times);
        mustRun(pages);
        String begins = load.programs() + " begin to " + load.program().verb();
        add(figures, starting, begins, load.programs());
        add(figures, running, load.words(), load.programs());
        Ending.STOP.bring(book, pages);
        awaitLastWords(pages);
        closeAll(pages);
      }
    }
  }

  private ServedBook serve() throws IOException {
    return ServedBook.start(new KataCommand(checkout).with("live", "--no-open"));
  }

  /** Adds what was answered while something went on, as one repetition. */
  private static void add(Figures figures, Answers answers, String variant, int programs) {
    answers.forEach((asked, took) -> {
      var setting = new Setting(asked, variant, "", programs);
      figures.add(setting, MEDIAN, took.within(0.5));
      figures.add(setting, MOST_OF_ALL, took.within(0.99));
      figures.add(setting, LONGEST, took.within(1));
      figures.add(setting, COUNT, took.millis().size());
    });
  }

  private void end(Figures figures, Load load, Ending ending, int repetitions) throws Exception {
    var setting = new Setting(ending.words(), load.words(), "", load.programs());
    for (int i = 0; i < repetitions; i++) {
      try (var book = serve()) {
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
    if (!pages.stream().allMatch(page -> Running.is(page.jvm()))) {
      throw new IllegalStateException("a program ended before it was told to");
    }
  }

  /** So that it is known, and has to end as well if the server does. */
  private static void awaitSpare(ServedBook book, int programs) {
    await("there is no spare JVM", () -> book.jvms().size() > programs);
  }

  /** Waits until all are gone, and tells when that was, as {@code System.nanoTime()} does. */
  private static long awaitEnd(List<ProcessHandle> jvms) {
    await("a JVM did not end", () -> jvms.stream().noneMatch(Running::is));
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

  /** After that, the server lets others begin. */
  private static void awaitLastWords(List<RunningPage> pages) throws InterruptedException {
    for (RunningPage page : pages) {
      page.awaitEnd();
    }
  }

  private static void closeAll(List<RunningPage> pages) throws IOException {
    for (RunningPage page : pages) {
      page.close();
    }
  }
}
