package loosethreads.workbook.cli;

import java.util.concurrent.Callable;
import loosethreads.workbook.kata.Checkout;
import picocli.CommandLine.Command;

/** {@code ./kata doctor}. */
@Command(description = "Says what is missing on this machine, and the command that mends it.")
final class DoctorCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  DoctorCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() {
    return new Doctor(checkout, output).examine() ? CommandTable.DONE : CommandTable.MISTAKE;
  }
}
