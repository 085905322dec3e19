package loosethreads.leakcheck;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loosethreads.leakcheck.programs.Crowds;

/**
 * Runs thousands of tests at the same time, and prints whom leakcheck blames for what, and, to
 * standard error, what it warns of. In a JVM of its own, with flags or without.
 */
final class RunsInParallel {
  private static final List<Class<?>> CLASSES =
      List.of(Crowds.First.class, Crowds.Second.class, Crowds.Third.class, Crowds.Fourth.class);

  private RunsInParallel() {}

  /** Takes the number of tests in each class, and of those that run at once. */
  public static void main(String[] args) {
    System.setProperty(Crowds.SIZE, args[0]);
    Suite suite =
        Suite.run(
            CLASSES,
            Map.of(
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", args[1],
                "junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL"));
    suite.warnings().forEach(System.err::println);
    Map<String, Integer> blamed = new TreeMap<>();
    suite
        .all()
        .forEach(failure -> {
          if (failure instanceof LeakError error) {
            blamed.merge(error.report().test(), error.report().threads(), Integer::sum);
          } else {
            failure.printStackTrace();
          }
        });
    blamed.forEach((test, threads) -> System.out.println(test + " " + threads));
    System.out.println(suite.passed().size() + " passed");
    Crowds.endAll();
  }
}
