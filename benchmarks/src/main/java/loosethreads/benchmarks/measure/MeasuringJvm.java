package loosethreads.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts a JVM of its own for one measurement: what an earlier one left behind, or made warm, would
 * count as well.
 *
 * @param main the program that measures
 * @param before what stands on the class path before our own classes
 * @param options of the JVM
 * @param shell what a shell does before it becomes the JVM, such as {@code ulimit -v 1000000};
 *     empty for nothing
 */
public record MeasuringJvm(
    Class<?> main, List<Path> before, List<String> options, Optional<String> shell) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** What leakcheck needs to count 100,000 threads in milliseconds. */
  private static final List<String> EYES =
      List.of(
          "--enable-preview",
          "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  /** One for a program, with these options. */
  public static MeasuringJvm of(Class<?> main, String... options) {
    return new MeasuringJvm(main, List.of(), List.of(options), Optional.empty());
  }

  /** The same with a folder of classes that go before ours. */
  public MeasuringJvm with(Path classes) {
    return new MeasuringJvm(main, List.of(classes), options, shell);
  }

  /** The same after a command of the shell. */
  public MeasuringJvm after(String command) {
    return new MeasuringJvm(main, before, options, Optional.of(command));
  }

  /**
   * What a child said, and how long its collector held it up.
   *
   * @param readings in the order in which they were said
   * @param pauses in the order in which they were
   */
  public record Run(List<Reading> readings, List<Pause> pauses) {}

  /**
   * Runs the program once.
   *
   * @throws IllegalStateException if it ends with anything but 0, or not within ten minutes; the
   *     message says what it printed
   */
  public Run run(Object... arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("measuring");
    try {
      return run(folder, Stream.of(arguments).map(Object::toString).toList());
    } finally {
      for (String file : List.of("gc", "out", "err")) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.delete(folder);
    }
  }

  private Run run(Path folder, List<String> arguments) throws IOException, InterruptedException {
    Path pauses = folder.resolve("gc");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command(pauses, arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            main.getSimpleName()
                + " "
                + String.join(" ", arguments)
                + (ended
                    ? " failed with exit value " + process.exitValue()
                    : " did not end within " + LONGEST.toMinutes() + " minutes")
                + "\n"
                + Files.readString(err)
                + Files.readString(out));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Run(
        Files.readAllLines(out).stream().flatMap(line -> Reading.heard(line).stream()).toList(),
        Files.readAllLines(pauses, StandardCharsets.UTF_8).stream()
            .flatMap(line -> Pause.in(line).stream())
            .toList());
  }

  private List<String> command(Path pauses, List<String> arguments) {
    List<String> command = new ArrayList<>();
    shell.ifPresent(first -> command.addAll(List.of("sh", "-c", first + "; exec \"$@\"", "sh")));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(EYES);
    command.add("-Xlog:disable");
    command.add("-Xlog:gc:file=" + pauses);
    command.addAll(options);
    command.add("-cp");
    command.add(
        Stream.concat(
                before.stream().map(Path::toString),
                Stream.of(System.getProperty("java.class.path")))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }
}
