package loosethreads.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import loosethreads.benchmarks.go.GoTool;
import loosethreads.benchmarks.go.Leaks;
import loosethreads.benchmarks.growth.KataProgram;
import loosethreads.benchmarks.growth.Variants;
import loosethreads.benchmarks.measure.Pause;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.kata.Checkout;

/**
 * The same three leaks in Go and in Java, asked the same questions, by turns, in one run.
 *
 * <p>The subject is what was forgotten: {@code context} (K11), {@code channel} (K21), {@code
 * select} (K31). The kind is {@code goroutine} or {@code virtual}; n of them are leaked. Each value
 * is read by a process of its own; see {@link Leaks} for the units, and {@code benchmarks/go} for
 * the programs. Each runs as it comes: Go compiled and with its own settings, Java in a JVM that
 * has just started, with G1 and up to 1 GiB of heap. Both make twenty calls before the first that
 * is timed, so much of Java's time to start is that of a program that is not yet warm.
 *
 * <p>Two things have other names on the other side. Go's memory is heap and stacks; Java keeps the
 * stacks of virtual threads in the heap. To count is {@code runtime.NumGoroutine} and leakcheck's
 * census; to list is {@code pprof}'s goroutine profile with {@code debug=1} and leakcheck's report.
 *
 * <p>Without Go only Java is measured.
 */
final class BesideGo implements Experiment {
  private static final Duration MOST = Duration.ofMinutes(10);

  /**
   * So many the book compares. What frames take depends on how their code ran when the thread came
   * to wait, interpreted or compiled, and that differs from one JVM to the next: three values do
   * not show how far.
   */
  private static final int COMPARED = 10_000;

  private static final Map<String, KataProgram> PROGRAMS = new LinkedHashMap<>();

  static {
    PROGRAMS.put("context", KataProgram.K11);
    PROGRAMS.put("channel", KataProgram.K21);
    PROGRAMS.put("select", KataProgram.K31);
  }

  private final Checkout checkout;

  private final Supplier<Optional<GoTool>> tool;

  BesideGo(Checkout checkout) {
    this(checkout, GoTool::find);
  }

  BesideGo(Checkout checkout, Supplier<Optional<GoTool>> tool) {
    this.checkout = checkout;
    this.tool = tool;
  }

  @Override
  public String name() {
    return "go";
  }

  @Override
  public String question() {
    return "What do the same leaks cost in Go and in Java?";
  }

  @Override
  public String go() {
    return tool.get().map(GoTool::version).orElse("");
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<Step> steps = new ArrayList<>();
    Optional<GoTool> go = tool.get();
    if (go.isEmpty()) {
      steps.add(new Step("Go is not installed: left out", Duration.ZERO, _ -> {}));
    }
    for (String subject :
        effort == Effort.SMOKE ? List.of("channel") : List.copyOf(PROGRAMS.keySet())) {
      for (int n : effort.pick(List.of(10), List.of(10_000), List.of(1_000, 10_000, 100_000))) {
        int runs = effort.pick(1, 3, n == COMPARED ? 9 : 3);
        steps.add(
            new Step(
                subject + ", n=" + n,
                Duration.ofMillis(runs * (2_500L + n / 10)),
                figures -> measure(go, subject, n, runs, figures)));
      }
    }
    return steps;
  }

  private void measure(Optional<GoTool> go, String subject, int n, int runs, Figures figures)
      throws IOException, InterruptedException {
    KataProgram kata = PROGRAMS.get(subject);
    Path folder = Files.createTempDirectory("beside-go");
    Path executable = folder.resolve("leaks");
    try (Variants variants = Variants.compile(checkout, kata)) {
      if (go.isPresent()) {
        go.get().build(checkout.root().resolve("benchmarks/go"), executable);
      }
      MeasuringJvm jvm = MeasuringJvm.of(Leaks.class, "-Xmx1g").with(variants.classes("leaking"));
      for (int i = 0; i < runs; i++) {
        if (go.isPresent()) {
          add(
              Child.readings(List.of(executable.toString(), subject, "" + n), MOST),
              new Setting(subject, "leaking", "goroutine", n),
              figures);
        }
        var setting = new Setting(subject, "leaking", "virtual", n);
        MeasuringJvm.Run counted = jvm.run(kata.subject(), n, "counted");
        add(counted.readings(), setting, figures);
        figures.add(setting, Leaks.STOP, stop(counted.pauses()));
        add(jvm.run(kata.subject(), n, "listed").readings(), setting, figures);
      }
    } finally {
      Files.deleteIfExists(executable);
      Files.delete(folder);
    }
  }

  /** Of the collection that was timed: two more come after it, to read the memory. */
  private static double stop(List<Pause> pauses) {
    List<Pause> asked = pauses.stream().filter(Pause::asked).toList();
    return asked.get(asked.size() - 3).millis();
  }

  private static void add(Map<String, Double> readings, Setting setting, Figures figures) {
    for (Metric metric :
        List.of(
            Metric.LIVE_THREADS,
            Leaks.START,
            Leaks.MEMORY,
            Leaks.COLLECTION,
            Leaks.STOP,
            Leaks.COUNT,
            Leaks.LIST)) {
      Double value = readings.get(metric.name());
      if (value != null) {
        figures.add(setting, metric, value);
      }
    }
  }
}
