package loosethreads.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import loosethreads.workbook.bench.Results;
import loosethreads.workbook.kata.Checkout;

/**
 * Runs experiments and keeps their results; the other end of {@code ./kata bench}.
 *
 * <p>A file of results is written when its experiment is over, wholly or not at all. When this JVM
 * is told to end, or its parent is gone, it takes along whatever it started.
 */
final class Bench {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISTAKE = 2;

  private final Effort effort;
  private final Path root;
  private final Path out;
  private final Progress progress;

  private Bench(Effort effort, Path root, Path out, Progress progress) {
    this.effort = effort;
    this.root = root;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Runs.
   *
   * @param args {@code quick} or {@code full}; {@code bar} or {@code lines}; the folder for
   *     results; then names, all if there are none. Or just {@code list}
   */
  public static void main(String[] args) throws InterruptedException {
    endWithWhatWasStarted();
    if (args[0].equals("list")) {
      System.out.print(listed());
      return;
    }
    List<String> names = List.of(args).subList(3, args.length);
    Optional<String> unknown =
        names.stream()
            .filter(n -> Experiments.ALL.stream().noneMatch(e -> e.name().equals(n)))
            .findFirst();
    if (unknown.isPresent()) {
      System.err.printf(
          "kata: there is no benchmark '%s'; there are: %s%n",
          unknown.get(),
          Experiments.ALL.stream().map(Experiment::name).collect(Collectors.joining(", ")));
      System.exit(MISTAKE);
    }
    var bench =
        new Bench(
            args[0].equals("quick") ? Effort.QUICK : Effort.FULL,
            Checkout.find().root(),
            Path.of(args[2]),
            new Progress(System.err, args[1].equals("bar")));
    System.exit(
        bench.run(
                Experiments.ALL.stream()
                    .filter(e -> names.isEmpty() || names.contains(e.name()))
                    .toList())
            ? DONE
            : FAILED);
  }

  private static String listed() {
    return Experiments.ALL.stream()
        .map(e -> "%-10s %s%n".formatted(e.name(), e.question()))
        .collect(Collectors.joining());
  }

  private static void endWithWhatWasStarted() {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                  CopiedCheckout.closeAll();
                }));
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> {
          var _ = parent.onExit().thenRun(() -> System.exit(FAILED));
        });
  }

  private boolean run(List<Experiment> experiments) throws InterruptedException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    if (load > cores / 2.0) {
      progress.say(
          "the machine is busy (load %.1f on %d cores): the figures will be noisy"
              .formatted(load, cores));
    }
    boolean ok = true;
    try (progress) {
      progress.begin(
          experiments.stream()
              .flatMap(e -> e.steps(effort).stream())
              .map(Step::expected)
              .reduce(Duration.ZERO, Duration::plus));
      for (Experiment experiment : experiments) {
        ok &= run(experiment, load);
      }
    }
    return ok;
  }

  private boolean run(Experiment experiment, double load) throws InterruptedException {
    var figures = new Figures();
    List<Step> left = new ArrayList<>(experiment.steps(effort));
    while (!left.isEmpty()) {
      Step step = left.removeFirst();
      progress.begins(experiment.name(), step);
      try {
        step.work().run(figures);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        progress.say(
            "%s, %s, failed: %s".formatted(experiment.name(), step.what(), e.getMessage()));
        progress.skips(step);
        left.forEach(progress::skips);
        return false;
      }
      progress.ends(step);
    }
    Path file = Results.file(out, experiment.name());
    try {
      results(experiment, figures, load).write(file);
    } catch (IOException e) {
      progress.say("%s can't be written: %s".formatted(file, e.getMessage()));
      return false;
    }
    progress.say("%s: %s".formatted(experiment.name(), relative(file)));
    return true;
  }

  private Path relative(Path file) {
    return file.startsWith(root) ? root.relativize(file) : file;
  }

  private Results results(Experiment experiment, Figures figures, double load) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Results(
        Results.FORMAT,
        experiment.name(),
        experiment.question(),
        "./kata bench " + (effort == Effort.QUICK ? "--quick " : "") + experiment.name(),
        effort == Effort.QUICK,
        commit(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        new Results.Machine(
            os(), Runtime.getRuntime().availableProcessors(), system.getTotalMemorySize(), load),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + " "
            + Runtime.version(),
        experiment.go(),
        figures.all());
  }

  /** Of a version, what matters to others: who built it, and how often, does not. */
  private static String os() {
    return "%s %s %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1"),
            System.getProperty("os.arch"));
  }

  private String commit() {
    String id = said("git", "-C", root.toString(), "rev-parse", "--short=12", "HEAD");
    boolean changed =
        !said("git", "-C", root.toString(), "status", "--porcelain", "--", ":!benchmarks/results")
            .isEmpty();
    return id.isEmpty() ? "" : id + (changed ? "+" : "");
  }

  private static String said(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? text.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
