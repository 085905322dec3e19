package loosethreads.workbook.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./kata reset}. */
@Command(description = "Brings the original back; keeps a backup of yours and says where.")
final class ResetCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  @Parameters(paramLabel = "ID", description = "The kata: K11.")
  private String id = "";

  ResetCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() {
    Desk desk = Desk.at(checkout);
    Kata kata = KataIds.find(desk.catalog(), id);
    try {
      output.line(
          desk.reset()
              .of(kata)
              .map(b -> kata.id() + " is the original again. Yours is in " + Desk.shown(b))
              .orElse(kata.id() + " is the original."));
      return CommandTable.DONE;
    } catch (IOException e) {
      throw new Mistake(kata.id() + " can't be reset: " + e.getMessage());
    }
  }
}
