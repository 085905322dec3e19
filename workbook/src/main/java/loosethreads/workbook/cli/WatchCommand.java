package loosethreads.workbook.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Desk;
import loosethreads.workbook.watch.KataPage;
import loosethreads.workbook.watch.Watch;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;

/** {@code ./kata} itself. */
@Command(
    name = "./kata",
    mixinStandardHelpOptions = true,
    version = "Loose Threads",
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "",
      "Small Java programs that leak threads, each with a failing test.",
      "Without a command: opens the first kata that is not solved, and judges it whenever you save.",
      "Without a terminal: judges it once.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done or solved, 1 not solved or check failed, 2 usage or environment."
    })
final class WatchCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  WatchCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    Desk desk = Desk.at(checkout);
    if (desk.catalog().katas().isEmpty()) {
      throw new Mistake("there are no katas in " + checkout.metadata());
    }
    if (!output.terminal()) {
      return lookOnce(desk);
    }
    try (Terminal terminal =
        TerminalBuilder.builder().system(true).encoding(StandardCharsets.UTF_8).build()) {
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        return lookOnce(desk);
      }
      Kata last = new Watch(desk, new BookPages(checkout), terminal, output.colored()).run();
      int all = desk.catalog().katas().size();
      int solved = desk.progress().solved(desk.catalog().katas());
      output.line(
          solved == all
              ? "All %d katas are solved.".formatted(all)
              : "%s · %d/%d solved. Go on with: ./kata".formatted(last.id(), solved, all));
      return CommandTable.DONE;
    } catch (IOException e) {
      throw new Mistake("the terminal can't be used (" + e.getMessage() + "); try: ./kata run");
    }
  }

  private int lookOnce(Desk desk) throws InterruptedException {
    Optional<Kata> first = desk.progress().firstUnsolved(desk.catalog().katas());
    if (first.isEmpty()) {
      output.line("All " + desk.catalog().katas().size() + " katas are solved.");
      return CommandTable.DONE;
    }
    Candidate candidate = Candidate.learners(checkout, first.get());
    try (Judge judge = Judge.open(checkout)) {
      Verdict verdict = judge.judge(candidate);
      if (verdict.solved()) {
        desk.progress().solvedBy(first.get(), candidate.files());
      }
      output.print(
          new KataPage(desk, first.get()).plain(verdict, Output.WIDTH).toString(output.colored()));
      return verdict.solved() ? CommandTable.DONE : CommandTable.NOT_DONE;
    }
  }
}
