package loosethreads.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * How long a learner waits after a save, beside Maven.
 *
 * <p>Works on a copy of the checkout. A save writes the kata's file, the reference (solved) or the
 * original (leaking) with a comment that makes it new; the time runs from then until the verdict is
 * there, in milliseconds. Between saves it pauses, as a learner does, so that a spare JVM is ready.
 * The watch screen looks for saves every 25 ms: add up to that much. Maven runs the same test of
 * the same saved file from the command line. Run from the root, after a build.
 */
public final class FeedbackLoop {
  private static final int UNTIMED = 3;
  private static final long PAUSE_MILLIS = 1_000;

  private final Path copy;
  private final Checkout checkout;
  private final int saves;
  private int saved;

  private FeedbackLoop(Path copy, Path built, int saves) {
    this.copy = copy;
    this.checkout = new Checkout(copy, copy.resolve(".kata"), built);
    this.saves = saves;
  }

  /**
   * Measures and prints.
   *
   * @param args how many saves of each kind and kata (20 if not given), how many Maven runs (5),
   *     and which katas (all): {@code 20 5 K01 K11}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int saves = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    int mavenRuns = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path root = Path.of("").toAbsolutePath();
    Path copy = Files.createTempDirectory("feedback-loop");
    try {
      copyTree(root, copy);
      System.out.printf(
          "JDK %s, %d cores, %s%n%n",
          Runtime.version(),
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("os.name"));
      List<String> ids = List.of(args).subList(Math.min(2, args.length), args.length);
      new FeedbackLoop(copy, root, saves).run(mavenRuns, ids);
    } finally {
      deleteTree(copy);
    }
  }

  private void run(int mavenRuns, List<String> ids) throws IOException, InterruptedException {
    List<Kata> katas =
        Catalog.read(checkout).katas().stream()
            .filter(kata -> ids.isEmpty() || ids.contains(kata.id()))
            .toList();
    if (katas.isEmpty()) {
      throw new IllegalArgumentException("no such kata: " + String.join(" ", ids));
    }
    List<Double> allSolved = new ArrayList<>();
    List<Double> allLeaking = new ArrayList<>();
    try (Judge judge = Judge.open(checkout)) {
      for (Kata kata : katas) {
        Candidate original = Candidate.learners(checkout, kata);
        List<Double> solved = times(judge, kata, Candidate.reference(checkout, kata), "solved");
        List<Double> leaking = times(judge, kata, original, kata.verdict());
        System.out.printf("%s  solved  %s%n", kata.id(), told(solved));
        System.out.printf("%s  %-7s %s%n", kata.id(), kata.verdict(), told(leaking));
        allSolved.addAll(solved);
        allLeaking.addAll(leaking);
      }
    }
    System.out.printf("%nall  solved  %s%nall  leaking %s%n", told(allSolved), told(allLeaking));
    if (mavenRuns > 0) {
      Kata kata = katas.getFirst();
      List<Double> maven = maven(kata, mavenRuns);
      System.out.printf(
          "%nmvn -o -q -pl katas test -Dtest=%sTest  %s%n", kata.program(), told(maven));
      System.out.printf(
          Locale.ROOT, "Maven / judge, solved: %.0f times%n", median(maven) / median(allSolved));
    }
  }

  private List<Double> times(Judge judge, Kata kata, Candidate content, String expected)
      throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < UNTIMED + saves; i++) {
      Thread.sleep(PAUSE_MILLIS);
      long start = System.nanoTime();
      save(kata, content);
      Verdict verdict = judge.judge(Candidate.learners(checkout, kata));
      double millis = (System.nanoTime() - start) / 1e6;
      if (!verdict.outcome().word().equals(expected)) {
        throw new IllegalStateException(
            kata.id() + " is " + verdict.outcome() + "\n" + verdict.detail());
      }
      if (i >= UNTIMED) {
        times.add(millis);
      }
    }
    return times;
  }

  private void save(Kata kata, Candidate content) throws IOException {
    for (var file : content.files().entrySet()) {
      Path path = checkout.program(kata, file.getKey());
      Files.write(path, file.getValue());
      Files.writeString(path, "// " + saved++ + "\n", java.nio.file.StandardOpenOption.APPEND);
    }
  }

  private List<Double> maven(Kata kata, int runs) throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i <= runs; i++) {
      save(kata, Candidate.reference(checkout, kata));
      long start = System.nanoTime();
      Process maven =
          new ProcessBuilder(
                  "mvn", "-o", "-q", "-pl", "katas", "test", "-Dtest=" + kata.program() + "Test")
              .directory(copy.toFile())
              .redirectErrorStream(true)
              .redirectOutput(copy.resolve("maven.log").toFile())
              .start();
      if (!maven.waitFor(5, TimeUnit.MINUTES) || maven.exitValue() != 0) {
        maven.destroyForcibly();
        throw new IllegalStateException(Files.readString(copy.resolve("maven.log")));
      }
      // The first run compiles what the copy made look new.
      if (i > 0) {
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    return times;
  }

  private static double median(List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static String told(List<Double> times) {
    return String.format(
        Locale.ROOT,
        "median %5.0f ms  (%.0f to %.0f, n=%d)",
        median(times),
        Collections.min(times),
        Collections.max(times),
        times.size());
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = folder.getFileName().toString();
            if (name.equals(".git") || name.equals(".kata")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file)),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
