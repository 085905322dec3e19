package loosethreads.workbook.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import loosethreads.workbook.check.Check;
import loosethreads.workbook.check.CheckResult;
import loosethreads.workbook.check.CheckText;
import loosethreads.workbook.check.Recorder;
import loosethreads.workbook.json.Json;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./kata check}. */
@Command(
    description =
        "For authors: every original leaks, every good fix passes, every bad fix is rejected.")
final class CheckCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The katas; all if none is named.")
  private List<String> ids = List.of();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Judge each candidate N times.")
  private int repeat;

  @Option(
      names = "--repeat-good",
      paramLabel = "N",
      description = "Judge each good fix N times, whatever --repeat says.")
  private Integer repeatGood;

  @Option(
      names = "--all",
      description = "Judge the many more fixes that the tests were tried with, too.")
  private boolean all;

  @Option(names = "--record", description = "Write the reports that the book shows anew.")
  private boolean record;

  @Option(
      names = "--charts",
      description = "Record the charts that the book shows anew, and judge nothing.")
  private boolean charts;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  CheckCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    int good = Objects.requireNonNullElse(repeatGood, repeat);
    if (repeat < 1 || good < 1) {
      throw new Mistake("--repeat and --repeat-good take a number from 1 on");
    }
    Desk desk = Desk.at(checkout);
    List<Kata> katas = ids.isEmpty() ? desk.catalog().katas() : KataIds.find(desk.catalog(), ids);
    var options =
        new Check.Options(
            repeat, good, all, record, Check.judges(), "true".equals(System.getenv("CI")));
    Function<Kata, Candidate> originals = kata -> new Candidate(kata, desk.originals().files(kata));
    if (charts) {
      new Recorder(checkout, originals, output.err()::println).record(katas);
      return CommandTable.DONE;
    }
    CheckResult result = new Check(checkout, originals, options, this::progress).of(katas);
    output.print(json ? Json.text(result) : CheckText.of(result));
    return result.ok() ? CommandTable.DONE : CommandTable.NOT_DONE;
  }

  /** A line a verdict is good to watch, and too much for a log: there the bad ones do. */
  private void progress(String line) {
    if (output.terminal() || line.startsWith("BAD")) {
      output.err().println(line);
    }
  }
}
