package loosethreads.workbook.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import loosethreads.workbook.kata.Checkout;

/** Where {@code ./kata} enters Java. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    var out = new PrintWriter(System.out, false, System.out.charset());
    var err = new PrintWriter(System.err, true, System.err.charset());
    try {
      return new CommandTable(
              Checkout.find(),
              new Output(out, err, terminal, terminal && (noColor == null || noColor.isEmpty())))
          .run(args);
    } finally {
      out.flush();
      err.flush();
    }
  }
}
