package loosethreads.detection;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tries each detector on each program, and writes a table for the book.
 *
 * <p>Each program runs twice: as the first test of a JVM of its own, which is where a JVM starts
 * threads that it then keeps, and together with the others in one JVM, one after another.
 *
 * <p>The argument is the file to write. Run it with the flags that the tests have in the pom: its
 * child JVMs get the same. It takes minutes.
 */
final class DetectionTable {
  private DetectionTable() {}

  /** What each detector said of a program. */
  private record Row(
      Program program, Map<Detector, Boolean> alone, Map<Detector, Boolean> together) {
    boolean isRight(Detector detector, Map<Detector, Boolean> run) {
      return run.get(detector) == program.leaks();
    }
  }

  public static void main(String[] args) throws Exception {
    if (args.length > 2) {
      Program program = Program.named(args[1], args[2].equals("leaks"));
      System.out.println(Detector.valueOf(args[0]).reports(program) ? "reports" : "silent");
      System.exit(0);
    }
    Path file = Path.of(args[0]);
    List<Row> rows = new ArrayList<>();
    for (Program program : Program.all()) {
      Row row = new Row(program, new EnumMap<>(Detector.class), new EnumMap<>(Detector.class));
      for (Detector detector : Detector.values()) {
        row.alone().put(detector, reportsAlone(detector, program));
      }
      rows.add(row);
    }
    for (Detector detector : Detector.values()) {
      for (Row row : rows) {
        row.together().put(detector, detector.reports(row.program()));
      }
    }
    Files.write(file, table(rows));
    System.exit(0);
  }

  private static boolean reportsAlone(Detector detector, Program program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    ProcessHandle.Info self = ProcessHandle.current().info();
    command.add(self.command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            DetectionTable.class.getName(),
            detector.name(),
            program.name(),
            program.leaks() ? "leaks" : "ends"));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    int exit = child.waitFor();
    return switch (said.lines().reduce("", (_, last) -> last)) {
      case "reports" -> true;
      case "silent" -> false;
      default -> throw new IllegalStateException(program + " under " + detector + ": " + exit);
    };
  }

  /** Rows of an AsciiDoc table: program, leakcheck alone and together, the other likewise. */
  private static List<String> table(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      StringBuilder line = new StringBuilder("|").append(words(row.program().name()));
      for (Detector detector : Detector.values()) {
        line.append(" |").append(word(row.program(), row.alone().get(detector)));
        line.append(" |").append(word(row.program(), row.together().get(detector)));
      }
      lines.add(line.toString());
    }
    lines.add(sums("leaks reported", rows, row -> row.program().leaks()));
    lines.add(sums("innocent programs left in peace", rows, row -> !row.program().leaks()));
    return lines;
  }

  private static String words(String name) {
    return name.charAt(0) + name.substring(1).replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  private static String word(Program program, boolean reports) {
    if (program.leaks()) {
      return reports ? "reported" : "*missed*";
    }
    return reports ? "*blamed*" : "silent";
  }

  private static String sums(String name, List<Row> all, Predicate<Row> which) {
    List<Row> rows = all.stream().filter(which).toList();
    StringBuilder line = new StringBuilder("|").append(name);
    for (Detector detector : Detector.values()) {
      for (boolean alone : new boolean[] {true, false}) {
        long right =
            rows.stream()
                .filter(row -> row.isRight(detector, alone ? row.alone() : row.together()))
                .count();
        line.append(" |").append(right).append(" of ").append(rows.size());
      }
    }
    return line.toString();
  }
}
