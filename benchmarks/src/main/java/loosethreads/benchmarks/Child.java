package loosethreads.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that measures itself and prints what it read, a line each: {@code heap=1234.5}. Lines
 * that have another shape are for people, and shown if it fails.
 *
 * <p>Its standard input ends when this JVM does: a program that may outlive it watches that, as
 * {@link loosethreads.workbook.wire.ParentWatch} does.
 */
final class Child {
  private Child() {}

  /**
   * The command of a JVM with our class path.
   *
   * @param flags of the JVM, such as {@code -Xmx256m}
   * @param main a class with a main method
   * @param arguments for it
   */
  static List<String> java(List<String> flags, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-preview");
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /**
   * Runs a process to its end.
   *
   * @return what it read, by name; a name that it printed twice has its last value
   * @throws IllegalStateException if it does not end with exit code 0 within that time; the message
   *     ends with what it printed
   */
  static Map<String, Double> readings(List<String> command, Duration most)
      throws IOException, InterruptedException {
    Map<String, Double> readings = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var reader =
        Thread.ofPlatform()
            .name("child-output")
            .daemon()
            .start(() -> read(process, readings, words));
    try {
      boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        kill(process);
      }
      reader.join();
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s %s:%n%s"
                .formatted(
                    told(command),
                    ended
                        ? "ended with exit code " + process.exitValue()
                        : "did not end in " + most.toSeconds() + " s",
                    String.join("\n", words)));
      }
      return readings;
    } finally {
      kill(process);
    }
  }

  /** Without the class path, behind which nobody would find what went wrong. */
  private static String told(List<String> command) {
    List<String> words = new ArrayList<>(command);
    int path = words.indexOf("-cp");
    if (path >= 0) {
      words.subList(path, path + 2).clear();
    }
    return String.join(" ", words);
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void read(Process process, Map<String, Double> readings, List<String> words) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int equals = line.indexOf('=');
        try {
          readings.put(line.substring(0, equals), Double.parseDouble(line.substring(equals + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
          words.add(line);
        }
      }
    } catch (IOException e) {
      // It is gone; its exit code says how.
    }
  }
}
