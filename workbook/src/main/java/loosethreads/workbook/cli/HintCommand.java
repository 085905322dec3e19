package loosethreads.workbook.cli;

import java.util.List;
import java.util.concurrent.Callable;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./kata hint}. */
@Command(description = "Shows a hint; without a level the next one not yet seen.")
final class HintCommand implements Callable<Integer> {
  private static final int NEXT = 0;

  private final Checkout checkout;
  private final Output output;

  @Parameters(index = "0", paramLabel = "ID", description = "The kata: K11.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LEVEL",
      defaultValue = "0",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "1 points the way, 3 names the API.")
  private int level = NEXT;

  HintCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() {
    Desk desk = Desk.at(checkout);
    Kata kata = KataIds.find(desk.catalog(), id);
    List<String> hints = desk.hints(kata);
    if (hints.isEmpty()) {
      throw new Mistake("there are no hints for " + kata.id());
    }
    if (level < 0 || level > hints.size()) {
      throw new Mistake("hints of %s go from 1 to %d".formatted(kata.id(), hints.size()));
    }
    int shown = level == NEXT ? Math.min(hints.size(), desk.progress().hintsSeen(kata) + 1) : level;
    desk.progress().hintShown(kata, shown);
    output.line("%s, hint %d of %d".formatted(kata.id(), shown, hints.size()));
    output.line("");
    output.line(hints.get(shown - 1));
    return CommandTable.DONE;
  }
}
