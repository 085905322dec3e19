package loosethreads.workbook.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loosethreads.workbook.jvm.JavaCommand;
import loosethreads.workbook.kata.Checkout;

/** How a child JVM is started. */
final class ChildCommand {
  private static final String MAIN = "loosethreads.workbook.child.Child";

  private final JavaCommand java;
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
    this.java = new JavaCommand(JavaCommand.classPath(jars), limits.heap(), MAIN);
    this.eager = eager;
  }

  String classPath() {
    return java.classPath();
  }

  List<String> plain() {
    return run(List.of());
  }

  List<String> withCache(Path cache) {
    return run(List.of("-XX:AOTCache=" + cache));
  }

  List<String> training(Path cache) {
    List<String> command = java.with(List.of("-XX:AOTCacheOutput=" + cache));
    command.add("train");
    return command;
  }

  private List<String> run(List<String> more) {
    List<String> options = new ArrayList<>(more);
    if (!eager) {
      options.add("-XX:CompileThresholdScaling=6");
    }
    return java.with(options);
  }
}
