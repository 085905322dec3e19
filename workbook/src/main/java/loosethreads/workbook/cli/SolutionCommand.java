package loosethreads.workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./kata solution}. */
@Command(description = "Shows a solution, once you have found one.")
final class SolutionCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  @Parameters(paramLabel = "ID", description = "The kata: K11.")
  private String id = "";

  @Option(names = "--spoil", description = "Show it even if the kata is not solved yet.")
  private boolean spoil;

  SolutionCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() {
    Desk desk = Desk.at(checkout);
    Kata kata = KataIds.find(desk.catalog(), id);
    if (!spoil && !desk.progress().everSolved(kata)) {
      output
          .err()
          .println(
              "kata: %s is not solved yet. A hint: ./kata hint %s. If you give up: ./kata solution %s --spoil"
                  .formatted(kata.id(), kata.id(), kata.id()));
      return CommandTable.NOT_DONE;
    }
    for (String file : kata.files()) {
      output.print(text(checkout.reference(kata, file)));
    }
    Fix.shown(checkout, kata).stream()
        .filter(Fix::good)
        .forEach(fix ->
            output.line("\n// Also good: " + fix.summary() + "\n//   " + Desk.shown(fix.folder())));
    return CommandTable.DONE;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Mistake(
          Desk.shown(file) + " can't be read; bring it back with: git checkout -- solutions");
    }
  }
}
