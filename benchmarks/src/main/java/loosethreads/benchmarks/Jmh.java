package loosethreads.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH benchmarks and takes their raw data: one value for each iteration of each fork. (JMH's
 * own summary adds up event counters over iterations.)
 *
 * <p>A smoke run has no fork, no warm-up and one short iteration: it shows that the benchmark runs.
 */
final class Jmh {
  /** The name under which {@code counters} asks for the score itself. */
  static final String SCORE = "score";

  /** Where JMH's own words go. */
  private static final Path LOG = Path.of(System.getProperty("bench.log", "target/jmh.log"));

  private Jmh() {}

  /**
   * Options that choose one method of a benchmark class.
   *
   * @param type the class with the method
   * @param method the method's name
   */
  static ChainedOptionsBuilder options(Class<?> type, String method) {
    return new OptionsBuilder().include("\\Q" + type.getName() + "." + method + "\\E$");
  }

  /**
   * Runs and adds what was read.
   *
   * @param setting what was measured, from the parameters
   * @param counters what to take: the name of a field of {@code AuxCounters} or of a profiler's
   *     result, or {@link #SCORE}, and what it means
   */
  static void run(
      Effort effort,
      ChainedOptionsBuilder options,
      Function<BenchmarkParams, Setting> setting,
      Map<String, Metric> counters,
      Figures figures)
      throws RunnerException, IOException {
    if (effort == Effort.SMOKE) {
      options
          .forks(0)
          .warmupIterations(0)
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(20));
      System.setProperty("jmh.ignoreLock", "true");
    }
    options.shouldFailOnError(true);
    Files.createDirectories(LOG.toAbsolutePath().getParent());
    try (var log =
        new PrintStream(
            Files.newOutputStream(
                LOG,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND),
            true,
            StandardCharsets.UTF_8)) {
      var format = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
      for (RunResult result : new Runner(options.build(), format).run()) {
        Setting of = setting.apply(result.getParams());
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .forEach(iteration ->
                counters.forEach(
                    (name, metric) -> figures.add(of, metric, value(iteration, name))));
      }
    }
  }

  private static double value(IterationResult iteration, String name) {
    Result<?> result =
        name.equals(SCORE)
            ? iteration.getPrimaryResult()
            : iteration.getSecondaryResults().get(name);
    if (result == null) {
      throw new IllegalArgumentException(
          "no counter '%s'; there are: %s"
              .formatted(name, iteration.getSecondaryResults().keySet()));
    }
    return result.getScore();
  }
}
