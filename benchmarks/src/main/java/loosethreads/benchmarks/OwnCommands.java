package loosethreads.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;
import loosethreads.workbook.kata.Checkout;

/**
 * How long the program behind {@code ./kata} takes for {@code list}, the least it does, and for
 * {@code site}, the most.
 *
 * <p>Each run is a JVM of its own, without the script's look for what has to be built. The time is
 * that from the start of the process to its end, in milliseconds.
 */
final class OwnCommands implements Experiment {
  private static final Metric TIME = new Metric("time", Unit.MILLIS);

  private final Checkout checkout;

  OwnCommands(Checkout checkout) {
    this.checkout = checkout;
  }

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public String question() {
    return "How long do ./kata list and ./kata site take?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    int lists = effort.pick(1, 3, 10);
    int sites = effort.pick(0, 0, 5);
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            "./kata list",
            Duration.ofMillis(lists * 700L),
            figures -> {
              for (int i = 0; i < lists; i++) {
                figures.add(new Setting("list", "", "", 1), TIME, time("list"));
              }
            }));
    if (sites > 0) {
      steps.add(
          new Step(
              "./kata site",
              Duration.ofSeconds(sites * 15L),
              figures -> {
                for (int i = 0; i < sites; i++) {
                  figures.add(new Setting("site", "", "", 1), TIME, site());
                }
              }));
    }
    return steps;
  }

  private double site() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bench-site-");
    try {
      return time("site", "--out", folder.toString());
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private double time(String... arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("bench-command-", ".log");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(new KataCommand(checkout).with(arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      double millis = (System.nanoTime() - start) / 1e6;
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", arguments) + " failed: " + Files.readString(log));
      }
      return millis;
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(log);
    }
  }
}
