package loosethreads.leakcheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loosethreads.leakcheck.programs.Honest;
import loosethreads.leakcheck.programs.Leaking;

/**
 * Counts wrong verdicts under load. Not part of the build: it takes minutes.
 *
 * <p>Arguments: how many honest and how many leaking programs to run, and how many busy loops to
 * run beside them, each in a process of its own: {@code 1000 1000 4}. It exits with 1 when a
 * verdict was wrong. Run it with the flags that the tests have in the pom.
 */
final class Stress {
  /** What {@link LeakFree} gives by default. */
  private static final Duration HONEST = Duration.ofSeconds(2);

  /** For programs that work for longer under load: here only an early verdict can be wrong. */
  private static final Duration SLOW = Duration.ofMinutes(2);

  /** Long enough for an early verdict; a leak must be found with any. */
  private static final Duration LEAKING = Duration.ofMillis(1500);

  private int wrong;
  private int early;
  private final List<Double> times = new ArrayList<>();

  private Stress() {}

  public static void main(String[] args) throws Exception {
    int honest = Integer.parseInt(args[0]);
    int leaking = Integer.parseInt(args[1]);
    List<ProcessHandle> loops = new ArrayList<>();
    Stress stress = new Stress();
    // Also when it is interrupted from the keyboard.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> loops.forEach(ProcessHandle::destroyForcibly)));
    try {
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        loops.add(busyLoop());
      }
      List<Honest> honestOnes = List.of(Honest.values());
      for (int i = 0; i < honest; i++) {
        stress.honest(honestOnes.get(i % honestOnes.size()));
      }
      System.out.printf(
          "%d honest programs: %d wrong verdicts; %s%n", honest, stress.wrong, stress.waits());
      int wrongBefore = stress.wrong;
      List<Leaking> leakingOnes = List.of(Leaking.values());
      for (int i = 0; i < leaking; i++) {
        stress.leaking(leakingOnes.get(i % leakingOnes.size()));
      }
      System.out.printf(
          "%d leaking programs: %d wrong verdicts; %d told early; %s%n",
          leaking, stress.wrong - wrongBefore, stress.early, stress.waits());
    } finally {
      loops.forEach(ProcessHandle::destroyForcibly);
    }
    System.exit(stress.wrong == 0 ? 0 : 1);
  }

  /** Not a child of this process: the JVM's wait for a child would be a reason to wait on. */
  static ProcessHandle busyLoop() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "(while :; do :; done) >&- & echo $!").start();
    String pid = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  private void honest(Honest program) throws Exception {
    Watch watch = Watch.open(program.name(), Eyes.best());
    program.run();
    Optional<LeakReport> report = close(watch, program.isSlow() ? SLOW : HONEST);
    if (report.isPresent()) {
      wrong++;
      System.out.println(
          "WRONG: blamed " + program + "\n" + report.get() + "\n" + report.get().toJson());
    }
  }

  private void leaking(Leaking program) throws Exception {
    Watch watch = Watch.open(program.name(), Eyes.best());
    try (AutoCloseable _ = program.start()) {
      Optional<LeakReport> report = close(watch, LEAKING);
      if (report.isEmpty()) {
        wrong++;
        System.out.println("WRONG: missed " + program);
      } else if (report.get().stoppedEarly()) {
        early++;
      }
    }
  }

  private Optional<LeakReport> close(Watch watch, Duration within) {
    long start = System.nanoTime();
    Optional<LeakReport> report = watch.close(within, false);
    times.add((System.nanoTime() - start) / 1e6);
    return report;
  }

  private String waits() {
    double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
    times.clear();
    return String.format(
        "waited %.1f ms in the median, %.0f ms at most",
        sorted[sorted.length / 2], Arrays.stream(sorted).max().orElse(0));
  }
}
