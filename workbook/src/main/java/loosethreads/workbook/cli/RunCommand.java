package loosethreads.workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import loosethreads.workbook.json.Json;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.judge.Limits;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Desk;
import loosethreads.workbook.watch.VerdictText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./kata run}. */
@Command(description = "Judges katas once; the next unsolved one when none is named.")
final class RunCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The katas: K11 K13.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "Judge every kata.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit XML, too.")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--prove",
      description =
          "Prove, where possible, that nobody can ever wake a leaked thread. Takes longer.")
  private boolean prove;

  RunCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    Desk desk = Desk.at(checkout);
    List<Kata> katas = chosen(desk);
    List<Verdict> verdicts = new ArrayList<>();
    if (!katas.isEmpty()) {
      try (Judge judge = Judge.open(checkout, prove ? Limits.PROVING : Limits.USUAL)) {
        for (Kata kata : katas) {
          Candidate candidate = Candidate.learners(checkout, kata);
          Verdict verdict = judge.judge(candidate, prove);
          if (verdict.solved()) {
            desk.progress().solvedBy(kata, candidate.files());
          }
          verdicts.add(verdict);
          if (!json) {
            tell(verdict);
          }
        }
      }
    }
    if (json) {
      output.print(Json.run(verdicts));
    } else {
      sum(desk, verdicts);
    }
    junit.ifPresent(file -> write(file, verdicts));
    return verdicts.stream().allMatch(Verdict::solved) ? CommandTable.DONE : CommandTable.NOT_DONE;
  }

  private List<Kata> chosen(Desk desk) {
    if (all && !ids.isEmpty()) {
      throw new Mistake("name katas or say --all, not both");
    }
    List<Kata> katas = desk.catalog().katas();
    return all
        ? katas
        : ids.isEmpty()
            ? desk.progress().firstUnsolved(katas).stream().toList()
            : KataIds.find(desk.catalog(), ids);
  }

  private void tell(Verdict verdict) {
    output.print(VerdictText.of(verdict, Output.WIDTH).toString(output.colored()));
    if (!verdict.solved()) {
      output.line("");
    }
  }

  private void sum(Desk desk, List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      output.line("All " + desk.catalog().katas().size() + " katas are solved.");
    } else if (verdicts.size() > 1) {
      long solved = verdicts.stream().filter(Verdict::solved).count();
      output.line("%d of %d solved".formatted(solved, verdicts.size()));
    }
  }

  private static void write(Path file, List<Verdict> verdicts) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, JUnitXml.of(verdicts));
    } catch (IOException e) {
      throw new Mistake(file + " can't be written: " + e);
    }
  }
}
