package loosethreads.workbook.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import loosethreads.workbook.bench.Results;
import loosethreads.workbook.kata.Checkout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./kata bench}. The benchmarks are not on our class path: they run in a JVM of their own,
 * which says how far it is, and is gone before we are.
 */
@Command(description = "Measures what a leak costs, and what our own tools cost.")
final class BenchCommand implements Callable<Integer> {
  private static final String MAIN = "loosethreads.benchmarks.Bench";

  private final Checkout checkout;
  private final Output output;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "The benchmarks; all if none is named.")
  private List<String> names = List.of();

  @Option(
      names = "--quick",
      description = "Fewer sizes and repetitions: about three minutes in all, not up to an hour.")
  private boolean quick;

  @Option(names = "--list", description = "Print their names and what they ask, and run none.")
  private boolean list;

  @Option(
      names = "--ratios",
      arity = "0..2",
      paramLabel = "FOLDER",
      description =
          "Print the ratios in results, and run nothing: those in benchmarks/results, in a folder,"
              + " or in two of them side by side, and whether they agree.")
  private List<Path> ratios;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Where the results go. If not given: benchmarks/results, which the book draws; with"
              + " --quick, benchmarks/target/results.")
  private Path out = Path.of("");

  BenchCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (ratios != null) {
      return ratios();
    }
    Path built = checkout.jars().resolve("benchmarks/target");
    if (!Files.isRegularFile(built.resolve("benchmarks.jar"))) {
      throw new Mistake(
          "the benchmarks are not built; run: mvn -pl benchmarks -am package -DskipTests");
    }
    try (var stop = new StopSignals()) {
      Process bench = new ProcessBuilder(command(built)).inheritIO().start();
      Thread.ofPlatform().name("stop-bench").daemon().start(() -> endWith(stop, bench));
      return bench.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int ratios() {
    List<Path> folders =
        ratios.isEmpty() ? List.of(Results.committed(checkout.root())) : List.copyOf(ratios);
    var table = new RatioTable(folders);
    output.print(table.text());
    return table.agree() ? CommandTable.DONE : CommandTable.NOT_DONE;
  }

  private List<String> command(Path built) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // JMH hands these on to its forks: so there are few, and none that changes speed.
                "--enable-preview",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dkata.root=" + checkout.root(),
                "-Dkata.state=" + checkout.state(),
                "-Dkata.jars=" + checkout.jars(),
                "-Dbench.log=" + built.resolve("jmh.log"),
                "-cp",
                built.resolve("benchmarks.jar") + File.pathSeparator + built.resolve("lib") + "/*",
                MAIN));
    if (list) {
      command.add("list");
    } else {
      command.add(quick ? "quick" : "full");
      command.add(output.terminal() ? "bar" : "lines");
      command.add(folder().toString());
      command.addAll(names);
    }
    return command;
  }

  private Path folder() {
    if (!out.toString().isEmpty()) {
      return out.toAbsolutePath().normalize();
    }
    return quick
        ? checkout.jars().resolve("benchmarks/target/results")
        : Results.committed(checkout.root());
  }

  /** Ctrl-C reaches both of us, a kill just one. Told to end, it ends what it started. */
  private static void endWith(StopSignals stop, Process bench) {
    try {
      stop.await();
      bench.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
