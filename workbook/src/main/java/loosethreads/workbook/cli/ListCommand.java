package loosethreads.workbook.cli;

import java.util.concurrent.Callable;
import loosethreads.workbook.json.Json;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.watch.Desk;
import loosethreads.workbook.watch.KataList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./kata list}. */
@Command(description = "Lists every kata: its chapter, title and state.")
final class ListCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  ListCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() {
    Desk desk = Desk.at(checkout);
    output.print(
        json
            ? Json.list(desk.catalog(), desk.progress())
            : new KataList(desk).plain(Output.WIDTH).toString(output.colored()));
    return CommandTable.DONE;
  }
}
