package loosethreads.benchmarks.go;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The {@code go} command, where there is one.
 *
 * @param version such as {@code go1.19.8 linux/amd64}
 */
public record GoTool(String version) {
  private static final int MOST_SECONDS = 300;

  /** Finds it on the path. Says nothing of where else a Go may be. */
  public static Optional<GoTool> find() {
    try {
      Process go = command(Path.of(""), "version").start();
      String said = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return go.waitFor() == 0
          ? Optional.of(new GoTool(said.strip().replaceFirst("^go version ", "")))
          : Optional.empty();
    } catch (IOException e) {
      // Go is not installed.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Builds a program that needs nothing but Go itself.
   *
   * @param sources its folder
   * @param executable the file to make
   * @throws IllegalStateException if it does not compile; the message is Go's
   */
  public void build(Path sources, Path executable) throws IOException, InterruptedException {
    Process go = command(sources, "build", "-o", executable.toString(), ".").start();
    String said = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!go.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || go.exitValue() != 0) {
      go.destroyForcibly();
      throw new IllegalStateException("go build in " + sources + " failed:\n" + said);
    }
  }

  private static ProcessBuilder command(Path folder, String... arguments) {
    var all = new java.util.ArrayList<String>();
    all.add("go");
    all.addAll(java.util.List.of(arguments));
    var builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.directory(folder.toAbsolutePath().toFile());
    // The Go that is here, and nothing from the net.
    builder.environment().put("GOTOOLCHAIN", "local");
    builder.environment().put("GOPROXY", "off");
    builder.environment().put("GOFLAGS", "");
    builder.environment().put("GOWORK", "off");
    return builder;
  }
}
