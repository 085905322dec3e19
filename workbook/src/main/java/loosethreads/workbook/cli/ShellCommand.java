package loosethreads.workbook.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import loosethreads.workbook.compile.Compilation;
import loosethreads.workbook.judge.KataClasses;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.snippet.KataShell;
import loosethreads.workbook.watch.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./kata shell}. */
@Command(
    description =
        "Opens a jshell with the kata at hand: threads(), leaks(), dump() and chart() tell what"
            + " becomes of the threads you start.")
final class ShellCommand implements Callable<Integer> {
  private final Checkout checkout;
  private final Output output;

  @Parameters(paramLabel = "ID", description = "The kata: K11.")
  private String id = "";

  ShellCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() throws Exception {
    Desk desk = Desk.at(checkout);
    Kata kata = KataIds.find(desk.catalog(), id);
    Map<String, byte[]> classes =
        switch (KataClasses.of(checkout, kata)) {
          case Compilation.Classes(var byName) -> byName;
          case Compilation.Errors(String text) ->
              throw new Mistake(
                  "%s does not compile: %s See: ./kata run %s"
                      .formatted(kata.id(), firstLine(text), kata.id()));
        };
    if (output.terminal()) {
      output.line(
          "%s · %s: use its classes, ask: threads() leaks() dump() chart(). /exit ends."
              .formatted(kata.id(), kata.title()));
    }
    return new KataShell(checkout, kata).run(classes, output.terminal());
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.endsWith(".") ? line : line + ".";
  }
}
