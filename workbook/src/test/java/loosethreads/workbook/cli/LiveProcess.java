package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loosethreads.workbook.kata.Checkout;

/** {@code ./kata live} as a process. It is killed in the end, if that has not happened yet. */
final class LiveProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  /**
   * Starts it and returns at once.
   *
   * @param folder where it finds an {@code xdg-open}, and leaves what it has to say in {@code err}
   */
  LiveProcess(Checkout checkout, Path folder, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-preview",
                "-Dkata.root=" + checkout.root(),
                "-Dkata.state=" + checkout.state(),
                "-Dkata.jars=" + checkout.jars(),
                "-cp",
                System.getProperty("java.class.path"),
                "loosethreads.workbook.cli.Main",
                "live"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    process = builder.start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  Process process() {
    return process;
  }

  /** The next line that it prints. */
  String line() throws IOException {
    return out.readLine();
  }

  /** The address that it prints first. */
  URI address() throws IOException {
    String line = line();
    assertThat(line).startsWith("Live pages: http://127.0.0.1:");
    return URI.create(line.substring("Live pages: ".length()));
  }

  @Override
  public void close() throws IOException {
    try (out) {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
