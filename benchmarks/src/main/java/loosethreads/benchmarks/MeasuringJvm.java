package loosethreads.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loosethreads.benchmarks.measure.Pause;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;

/**
 * A JVM for one measurement: what an earlier one left behind, or made warm, would count as well.
 * Its collector writes down how long it let nothing else run.
 *
 * @param main the program that measures
 * @param flags of the JVM
 * @param before stands on the class path before our own classes
 * @param shell what a shell does before it becomes the JVM, such as {@code ulimit -v 1000000}
 */
record MeasuringJvm(
    Class<?> main, List<String> flags, Optional<Path> before, Optional<String> shell) {
  private static final Duration MOST = Duration.ofMinutes(10);

  /** What leakcheck needs to count 100,000 threads in milliseconds. */
  private static final List<String> EYES =
      List.of(
          "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  /** One for a program, with these flags. */
  static MeasuringJvm of(Class<?> main, String... flags) {
    List<String> all = new ArrayList<>(EYES);
    all.addAll(List.of(flags));
    return withoutEyes(main, all.toArray(String[]::new));
  }

  /** One in which leakcheck has to read a dump of all threads. */
  static MeasuringJvm withoutEyes(Class<?> main, String... flags) {
    return new MeasuringJvm(main, List.of(flags), Optional.empty(), Optional.empty());
  }

  /** The same with classes that go before ours. */
  MeasuringJvm with(Path classes) {
    return new MeasuringJvm(main, flags, Optional.of(classes), shell);
  }

  /** The same after a command of the shell. */
  MeasuringJvm after(String command) {
    return new MeasuringJvm(main, flags, before, Optional.of(command));
  }

  /**
   * What a child said, and how long its collector held it up.
   *
   * @param readings by the name of the metric
   * @param pauses in order
   */
  record Run(Map<String, Double> readings, List<Pause> pauses) {
    /**
     * Adds a value to the figures for each of these metrics that was read. What the system does not
     * tell is not read: resident memory elsewhere than on Linux.
     */
    void addTo(Figures figures, Setting setting, Metric... metrics) {
      for (Metric metric : metrics) {
        Double value = readings.get(metric.name());
        if (value != null) {
          figures.add(setting, metric, value);
        }
      }
    }
  }

  /**
   * Runs the program once.
   *
   * @throws IllegalStateException if it fails, or does not end within ten minutes
   */
  Run run(Object... arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("pauses", ".log");
    try {
      Map<String, Double> readings = Child.readings(command(log, arguments), MOST);
      return new Run(readings, Pause.in(log));
    } finally {
      Files.delete(log);
    }
  }

  private List<String> command(Path log, Object... arguments) {
    List<String> all = new ArrayList<>();
    all.add("-Xlog:disable");
    // Without this, the JVM keeps the empty file that is there under another name.
    all.add("-Xlog:gc:file=" + log + "::filecount=0");
    all.addAll(flags);
    List<String> command = new ArrayList<>();
    shell.ifPresent(first -> command.addAll(List.of("sh", "-c", first + "; exec \"$@\"", "sh")));
    command.addAll(Child.java(all, main, arguments));
    before.ifPresent(classes -> {
      int path = command.indexOf("-cp") + 1;
      command.set(path, classes + File.pathSeparator + command.get(path));
    });
    return command;
  }
}
