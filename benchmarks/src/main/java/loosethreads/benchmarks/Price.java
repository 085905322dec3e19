package loosethreads.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Pause;
import loosethreads.benchmarks.measure.SteadyHeap;
import loosethreads.benchmarks.price.Collecting;
import loosethreads.benchmarks.price.Stopping;
import loosethreads.benchmarks.price.Waiting;
import loosethreads.benchmarks.price.Waiting.Holding;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;

/**
 * The price of one leaked thread, in three parts. Each value is read by a JVM of its own.
 *
 * <p><b>Memory</b>: bytes of heap, and of resident memory outside of the heap, for each of some
 * thousand threads; the heap is touched beforehand, the collector is Serial. Subject {@code
 * frames}: they hold nothing, and n is the number of frames below the wait. Subject {@code holds}:
 * five frames, the variant is what each holds, and n is the number of threads. See {@link Waiting}.
 *
 * <p><b>Pauses</b>: milliseconds of a full collection that was asked for, and the median of ten or
 * twenty young ones, while n threads are leaked. The subject is the collector, G1; the young
 * generation has 64 MiB, and all of the heap is touched. See {@link Collecting}.
 *
 * <p><b>The end</b>: how many platform threads can be started where the address space of the
 * process has a limit of n MiB ({@code ulimit -v}). Never more than {@value
 * #MOST_PLATFORM_THREADS}: that many means that the limit was not reached. The variant is the size
 * of a stack. Only on Linux: others do not keep to the limit. See {@link Stopping}.
 */
final class Price implements Experiment {
  private static final int MOST_PLATFORM_THREADS = 5_000;
  private static final int FEW_FRAMES = 5;
  private static final int A_MILLION = 1_000_000;

  private static final Metric YOUNG = new Metric("young collection", Unit.MILLIS);
  private static final Metric FULL = new Metric("full collection", Unit.MILLIS);

  @Override
  public String name() {
    return "price";
  }

  @Override
  public String question() {
    return "What does one leaked thread cost, in memory, in pauses, and in places under a limit?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<Step> steps = new ArrayList<>();
    steps.addAll(memory(effort));
    steps.addAll(pauses(effort));
    if (System.getProperty("os.name").equals("Linux")) {
      steps.addAll(ends(effort));
    }
    return steps;
  }

  private static List<Step> memory(Effort effort) {
    List<Step> steps = new ArrayList<>();
    int threads = effort.pick(20, 1_000, 2_000);
    int runs = effort.pick(1, 2, 5);
    for (Kind kind : Kind.values()) {
      for (int frames : effort.pick(List.<Integer>of(), List.of(200), List.of(5, 50, 200))) {
        for (boolean compiled : List.of(false, true)) {
          String variant = compiled ? "compiled" : "interpreted";
          var setting = new Setting("frames", variant, kind.word(), frames);
          steps.add(memory(setting, kind, frames, compiled, Holding.NOTHING, threads, runs));
        }
      }
    }
    for (Kind kind : Kind.values()) {
      for (Holding holding :
          effort.pick(
              List.of(Holding.NOTHING), List.of(Holding.NOTHING, Holding.BUFFER_64_KIB), all())) {
        if (effort != Effort.SMOKE || kind == Kind.VIRTUAL) {
          var setting = new Setting("holds", holding.word(), kind.word(), threads);
          steps.add(memory(setting, kind, FEW_FRAMES, false, holding, threads, runs));
        }
      }
    }
    return steps;
  }

  private static List<Holding> all() {
    return List.of(Holding.values());
  }

  private static Step memory(
      Setting setting,
      Kind kind,
      int frames,
      boolean compiled,
      Holding holding,
      int threads,
      int runs) {
    List<String> more = new ArrayList<>(List.of("-Xss1m", "-XX:CompileCommand=quiet"));
    String descend = Waiting.class.getName() + "::descend";
    // Interpreted, or compiled without one frame being merged into the next.
    more.add("-XX:CompileCommand=" + (compiled ? "dontinline," : "exclude,") + descend);
    MeasuringJvm jvm =
        MeasuringJvm.of(Waiting.class, SteadyHeap.flags(512, more.toArray(String[]::new)));
    return new Step(
        "memory, " + setting,
        Duration.ofMillis(runs * 700L),
        figures -> {
          for (int i = 0; i < runs; i++) {
            jvm.run(kind.word(), frames, holding, threads)
                .addTo(figures, setting, Metric.HEAP_EACH, Metric.RESIDENT_EACH);
          }
        });
  }

  private static List<Step> pauses(Effort effort) {
    List<Step> steps = new ArrayList<>();
    for (int n :
        effort.pick(
            List.of(10),
            List.of(0, 1_000, 100_000),
            List.of(0, 1_000, MOST_PLATFORM_THREADS, 10_000, 100_000, A_MILLION))) {
      steps.add(pauses(effort, Kind.VIRTUAL, n));
    }
    for (int n :
        effort.pick(List.<Integer>of(), List.of(1_000), List.of(0, 1_000, MOST_PLATFORM_THREADS))) {
      steps.add(pauses(effort, Kind.PLATFORM, n));
    }
    return steps;
  }

  private static Step pauses(Effort effort, Kind kind, int n) {
    String heap = n == A_MILLION ? "4g" : "1g";
    List<String> flags =
        new ArrayList<>(List.of("-XX:+UseG1GC", "-Xms" + heap, "-Xmx" + heap, "-Xmn64m"));
    flags.addAll(SteadyHeap.TOUCHED);
    MeasuringJvm jvm = MeasuringJvm.of(Collecting.class, flags.toArray(String[]::new));
    int garbage = effort.pick(128, 640, 1_280);
    int runs = effort.pick(1, 2, 3);
    var setting = new Setting("G1", "", kind.word(), n);
    return new Step(
        "pauses, " + setting,
        Duration.ofMillis(runs * (700L + n / 100)),
        figures -> {
          for (int i = 0; i < runs; i++) {
            pauses(jvm, setting, garbage, figures);
          }
        });
  }

  private static void pauses(MeasuringJvm jvm, Setting setting, int garbage, Figures figures)
      throws IOException, InterruptedException {
    MeasuringJvm.Run run = jvm.run(setting.kind(), setting.n(), garbage);
    List<Double> young =
        Pause.unasked(run.pauses(), 1).stream().map(Pause::millis).sorted().toList();
    if (young.isEmpty()) {
      throw new IllegalStateException("nothing was collected, with " + setting);
    }
    figures.add(setting, YOUNG, young.get(young.size() / 2));
    figures.add(setting, FULL, Pause.lastAsked(run.pauses()).millis());
  }

  private static List<Step> ends(Effort effort) {
    List<Step> steps = new ArrayList<>();
    int runs = effort.pick(1, 1, 3);
    for (String stack : effort.pick(List.<String>of(), List.of("1m"), List.of("1m", "256k"))) {
      for (int limit :
          effort.pick(List.<Integer>of(), List.of(2_048), List.of(2_048, 3_072, 4_096))) {
        steps.add(end(stack, limit, runs));
      }
    }
    return steps;
  }

  private static Step end(String stack, int limit, int runs) {
    MeasuringJvm jvm =
        MeasuringJvm.of(
                Stopping.class,
                "-Xss" + stack,
                "-XX:+UseSerialGC",
                "-Xmx64m",
                // What the JVM reserves for itself counts as well.
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:CompressedClassSpaceSize=64m")
            .after("ulimit -v " + limit * 1024);
    var setting = new Setting("address space", "stacks of " + stack, Kind.PLATFORM.word(), limit);
    return new Step(
        setting.toString(),
        Duration.ofMillis(runs * 1_500L),
        figures -> {
          for (int i = 0; i < runs; i++) {
            jvm.run(MOST_PLATFORM_THREADS).addTo(figures, setting, Metric.LIVE_THREADS);
          }
        });
  }
}
