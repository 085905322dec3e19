package loosethreads.workbook.judge;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import loosethreads.workbook.kata.Checkout;

/** How a child JVM is started. */
final class ChildCommand {
  private static final String MAIN = "loosethreads.workbook.child.Child";

  private final String classPath;
  private final Limits limits;
  private final boolean eager;

  /**
   * Knows how to start children.
   *
   * @param eager whether a child gets warm before its job comes: only then does it run code often
   *     enough that compiling it pays
   */
  ChildCommand(Checkout checkout, Limits limits, boolean eager) {
    List<Path> jars = new ArrayList<>(checkout.kataClassPath());
    jars.add(checkout.workbookJar());
    this.classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    this.limits = limits;
    this.eager = eager;
  }

  String classPath() {
    return classPath;
  }

  List<String> plain() {
    return run(List.of());
  }

  List<String> withCache(Path cache) {
    return run(List.of("-XX:AOTCache=" + cache));
  }

  List<String> training(Path cache) {
    List<String> command = with(List.of("-XX:AOTCacheOutput=" + cache));
    command.add("train");
    return command;
  }

  private List<String> run(List<String> more) {
    List<String> options = new ArrayList<>(more);
    if (!eager) {
      options.add("-XX:CompileThresholdScaling=6");
    }
    return with(options);
  }

  private List<String> with(List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(more);
    command.addAll(
        List.of(
            "--enable-preview",
            // What leakcheck needs to see every thread, who started it, and who holds its lock.
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED",
            // It lives for a second: start quickly, compile cheaply.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx" + limits.heap() + "m",
            "-XX:+ExitOnOutOfMemoryError",
            // A crash of the JVM is told by its exit value; no file is to be left for it.
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + File.separator + "dev" + File.separator + "null",
            // A cache that no longer fits is not used; that is not worth a word on a learner's
            // screen.
            "-Xlog:disable",
            "-Xlog:all=off",
            // Our own threads in there sleep and read, and never wake a candidate's.
            "-Dleakcheck.runner=loosethreads.workbook.child.",
            "-Dfile.encoding=UTF-8",
            "-cp",
            classPath,
            MAIN));
    return command;
  }
}
