package loosethreads.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.judge.Outcome;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * How long a learner waits after a save, beside Maven.
 *
 * <p>Works on a copy of the checkout. A save writes the kata's file: the reference (solved), the
 * original (leaking) or the original with a slip in it (not compiling), each time with a comment
 * that makes it new. The time runs from then until the verdict is there, in milliseconds. Between
 * saves it pauses, as a learner does, so that a spare JVM is ready. The watch screen looks for
 * saves every 25 ms: add up to that much. Maven runs the same test of the same saved file from the
 * command line.
 */
final class FeedbackLoop implements Experiment {
  private static final Metric TIME = new Metric("save to verdict", Unit.MILLIS);
  private static final long PAUSE_MILLIS = 1_000;

  private final Checkout real;
  private int saved;

  /** The real checkout is copied for each step. */
  FeedbackLoop(Checkout real) {
    this.real = real;
  }

  /** What is saved. */
  private enum Save {
    SOLVED(Outcome.SOLVED),
    LEAKING(Outcome.LEAKING),
    NOT_COMPILING(Outcome.NOT_COMPILING);

    private final Outcome expected;

    Save(Outcome expected) {
      this.expected = expected;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @Override
  public String name() {
    return "verdict";
  }

  @Override
  public String question() {
    return "How long does a save wait for its verdict, beside Maven?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    List<String> katas = effort.pick(List.of("K11"), List.of("K11"), List.of("K11", "K01"));
    List<Save> all = List.of(Save.values());
    int saves = effort.pick(1, 2, 20);
    int untimed = effort.pick(0, 1, 3);
    int mavenRuns = effort.pick(0, 0, 3);
    List<Step> steps = new ArrayList<>();
    for (String kata : katas) {
      for (Save save : effort.pick(all, List.of(Save.SOLVED), all)) {
        var setting = new Setting(kata, save.word(), "./kata", 1);
        steps.add(
            new Step(
                kata + " " + save.word(),
                Duration.ofMillis(2_000 + (untimed + saves) * 1_500L),
                figures -> figures.add(setting, TIME, times(kata, save, untimed, saves))));
      }
    }
    // Beside Maven, a quick run would be about Maven.
    for (Save save : effort.pick(List.<Save>of(), List.<Save>of(), all)) {
      var setting = new Setting("K11", save.word(), "Maven", 1);
      steps.add(
          new Step(
              "K11 " + save.word() + ", Maven",
              Duration.ofSeconds(15L * (1 + mavenRuns)),
              figures -> figures.add(setting, TIME, maven("K11", save, mavenRuns))));
    }
    return steps;
  }

  private double[] times(String id, Save save, int untimed, int saves)
      throws IOException, InterruptedException {
    try (var copy = CopiedCheckout.ofSources(real)) {
      Kata kata = kata(copy.checkout(), id);
      if (untimed > 0) {
        Judge.prepare(copy.checkout());
      }
      Candidate original = Candidate.learners(copy.checkout(), kata);
      double[] times = new double[saves];
      try (Judge judge = Judge.open(copy.checkout())) {
        for (int i = -untimed; i < saves; i++) {
          if (untimed > 0) {
            Thread.sleep(PAUSE_MILLIS);
          }
          long start = System.nanoTime();
          save(copy.checkout(), kata, original, save);
          Verdict verdict = judge.judge(Candidate.learners(copy.checkout(), kata));
          double millis = (System.nanoTime() - start) / 1e6;
          if (verdict.outcome() != save.expected) {
            throw new IllegalStateException(
                id + " is " + verdict.outcome().word() + ": " + verdict.detail());
          }
          times[Math.max(0, i)] = millis;
        }
      }
      return times;
    }
  }

  private static Kata kata(Checkout checkout, String id) {
    return Catalog.read(checkout)
        .find(id)
        .orElseThrow(() -> new IllegalStateException("no kata " + id));
  }

  private void save(Checkout checkout, Kata kata, Candidate original, Save save)
      throws IOException {
    Candidate content = save == Save.SOLVED ? Candidate.reference(checkout, kata) : original;
    String slip = save == Save.NOT_COMPILING ? "class }\n" : "";
    for (var file : content.files().entrySet()) {
      Path path = checkout.program(kata, file.getKey());
      Files.write(path, file.getValue());
      Files.writeString(
          path, slip + "// " + saved++ + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
  }

  private double[] maven(String id, Save save, int runs) throws IOException, InterruptedException {
    try (var copy = CopiedCheckout.ofBuilt(real)) {
      Checkout checkout = copy.checkout();
      Kata kata = kata(checkout, id);
      Candidate original = Candidate.learners(checkout, kata);
      double[] times = new double[runs];
      // The first run compiles what the copy made look new.
      for (int i = -1; i < runs; i++) {
        long start = System.nanoTime();
        save(checkout, kata, original, save);
        boolean solved = mavenSays(checkout.root(), kata);
        times[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
        if (solved != (save == Save.SOLVED)) {
          throw new IllegalStateException(
              "Maven says otherwise: " + Files.readString(checkout.root().resolve("maven.log")));
        }
      }
      return times;
    }
  }

  private static boolean mavenSays(Path root, Kata kata) throws IOException, InterruptedException {
    Process maven =
        new ProcessBuilder(
                "mvn", "-o", "-q", "-pl", "katas", "test", "-Dtest=" + kata.program() + "Test")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("maven.log").toFile())
            .start();
    if (!maven.waitFor(15, TimeUnit.MINUTES)) {
      maven.destroyForcibly();
      throw new IllegalStateException("Maven does not end");
    }
    return maven.exitValue() == 0;
  }
}
