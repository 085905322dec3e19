package loosethreads.benchmarks;

import com.softwaremill.jox.Channel;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loosethreads.benchmarks.growth.Calls;
import loosethreads.benchmarks.growth.KataProgram;
import loosethreads.benchmarks.growth.OneMoreCall;
import loosethreads.benchmarks.growth.OwnProgram;
import loosethreads.benchmarks.growth.Variants;
import loosethreads.benchmarks.measure.Kind;
import loosethreads.benchmarks.measure.Pause;
import loosethreads.benchmarks.measure.SteadyHeap;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;
import loosethreads.workbook.kata.Checkout;

/**
 * What is left after N calls of a program, leaking and fixed: the leading kata of each chapter, and
 * the smallest leak there is, on both kinds of thread.
 *
 * <p>Each value is read by a JVM of its own; see {@link Calls} for the order of things, and {@link
 * SteadyHeap} for its heap. That has 512 MiB, and a young generation of 32 MiB, so that the
 * collector has something to do. Live threads, retained heap and resident memory are of all N
 * calls; <i>young collections</i> counts those during the calls, and <i>time in young
 * collections</i> is how long they took together, in milliseconds; <i>full collection</i> is one
 * that was asked for when all threads stood still.
 *
 * <p><i>Time of one more call</i> is measured by JMH: see {@link OneMoreCall}. Platform threads are
 * left out there, since its warm-up would leak too many of them.
 *
 * <p>A run fails, and no figure is written, if a leaking program leaves any other number of threads
 * than its calls, or a fixed one leaves any.
 */
final class Growth implements Experiment {
  private static final int MOST_PLATFORM_THREADS = 5_000;
  private static final List<String> VARIANTS = List.of("leaking", "fixed");

  private static final Metric COLLECTIONS = new Metric("young collections", Unit.COUNT);
  private static final Metric COLLECTING = new Metric("time in young collections", Unit.MILLIS);
  private static final Metric FULL_COLLECTION = new Metric("full collection", Unit.MILLIS);
  private static final Metric ONE_MORE = new Metric("time of one more call", Unit.MILLIS);

  private static final MeasuringJvm JVM =
      MeasuringJvm.of(Calls.class, SteadyHeap.flags(512, "-Xmn32m"));

  private final Checkout checkout;

  Growth(Checkout checkout) {
    this.checkout = checkout;
  }

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String question() {
    return "What is left after N calls of a program that leaks, and of the same program, fixed?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<Step> steps = new ArrayList<>();
    List<Integer> sizes =
        effort.pick(List.of(10), List.of(1_000), List.of(10, 1_000, 10_000, 100_000));
    int runs = effort.pick(1, 2, 3);
    for (KataProgram kata :
        effort.pick(
            List.of(KataProgram.K21),
            List.of(KataProgram.K01, KataProgram.K21),
            List.of(KataProgram.values()))) {
      sizes.stream()
          .map(n -> kata.kind() == Kind.VIRTUAL ? n : Math.min(n, most(kata)))
          .distinct()
          .forEach(n -> steps.add(step(kata, n, runs)));
    }
    for (OwnProgram.Wait wait :
        effort.pick(
            List.<OwnProgram.Wait>of(),
            List.of(OwnProgram.Wait.MESSAGE),
            List.of(OwnProgram.Wait.values()))) {
      for (Kind kind : Kind.values()) {
        sizes.stream()
            .map(n -> kind == Kind.VIRTUAL ? n : Math.min(n, MOST_PLATFORM_THREADS))
            .distinct()
            .forEach(n -> steps.add(step(wait, kind, n, runs)));
      }
    }
    steps.addAll(calling(effort));
    return steps;
  }

  private static int most(KataProgram kata) {
    return MOST_PLATFORM_THREADS / kata.threadsPerCall();
  }

  private Step step(KataProgram kata, int n, int runs) {
    return new Step(
        kata.subject() + ", " + n + " calls",
        expected(n, runs),
        figures -> {
          try (Variants variants = Variants.compile(checkout, kata)) {
            for (String variant : VARIANTS) {
              var setting = new Setting(kata.subject(), variant, kata.kind().word(), n);
              run(JVM.with(variants.classes(variant)), setting, runs, figures);
            }
          }
        });
  }

  private static Step step(OwnProgram.Wait wait, Kind kind, int n, int runs) {
    return new Step(
        wait.subject() + ", " + kind.word() + ", " + n + " calls",
        expected(n, runs),
        figures -> {
          for (String variant : VARIANTS) {
            run(JVM, new Setting(wait.subject(), variant, kind.word(), n), runs, figures);
          }
        });
  }

  private static Duration expected(int n, int runs) {
    return Duration.ofMillis((600L + n / 40) * runs * VARIANTS.size());
  }

  private static void run(MeasuringJvm jvm, Setting setting, int runs, Figures figures)
      throws IOException, InterruptedException {
    for (int i = 0; i < runs; i++) {
      MeasuringJvm.Run run =
          jvm.run(setting.subject(), setting.variant(), setting.kind(), setting.n());
      run.addTo(
          figures,
          setting,
          Metric.LIVE_THREADS,
          Metric.RETAINED_HEAP,
          Metric.RESIDENT_MEMORY,
          Metric.TIME_PER_CALL);
      List<Pause> young = Pause.unasked(run.pauses(), Calls.COLLECTIONS_BEFORE);
      figures.add(setting, COLLECTIONS, young.size());
      figures.add(setting, COLLECTING, young.stream().mapToDouble(Pause::millis).sum());
      figures.add(setting, FULL_COLLECTION, Pause.lastAsked(run.pauses()).millis());
    }
  }

  private List<Step> calling(Effort effort) {
    List<Step> steps = new ArrayList<>();
    int forks = effort.pick(1, 1, 2);
    for (int n : effort.pick(List.of(10), List.of(1_000), List.of(10, 1_000, 100_000))) {
      // Smoke runs in this JVM, which has no katas, and where nothing may be left.
      if (effort == Effort.SMOKE) {
        steps.add(
            new Step(
                "one more call, " + n + " before",
                Duration.ofMillis(300),
                figures ->
                    call("own-message", "fixed", n, forks, Optional.empty(), effort, figures)));
        continue;
      }
      for (KataProgram kata :
          effort == Effort.QUICK ? List.of(KataProgram.K01) : List.of(KataProgram.values())) {
        if (kata.kind() == Kind.VIRTUAL) {
          steps.add(
              new Step(
                  kata.subject() + ", one more call, " + n + " before",
                  Duration.ofMillis((1_000L + n / 40) * forks * VARIANTS.size()),
                  figures -> {
                    try (Variants variants = Variants.compile(checkout, kata)) {
                      for (String variant : VARIANTS) {
                        call(
                            kata.subject(),
                            variant,
                            n,
                            forks,
                            Optional.of(variants.classes(variant)),
                            effort,
                            figures);
                      }
                    }
                  }));
        }
      }
    }
    return steps;
  }

  private static void call(
      String subject,
      String variant,
      int n,
      int forks,
      Optional<Path> classes,
      Effort effort,
      Figures figures)
      throws Exception {
    var options =
        Jmh.options(OneMoreCall.class, "call")
            .forks(forks)
            .param("subject", subject)
            .param("variant", variant)
            .param("n", Integer.toString(n));
    // JMH starts its forks with our class path; what is to stand before it goes to the boot loader.
    classes.ifPresent(folder -> options.jvmArgsPrepend("-Xbootclasspath/a:" + withJox(folder)));
    Jmh.run(
        effort,
        options,
        _ -> new Setting(subject, variant, Kind.VIRTUAL.word(), n),
        Map.of(Jmh.SCORE, ONE_MORE),
        figures);
  }

  private static String withJox(Path classes) {
    try {
      Path jox = Path.of(Channel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return String.join(File.pathSeparator, Stream.of(classes, jox).map(Path::toString).toList());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
