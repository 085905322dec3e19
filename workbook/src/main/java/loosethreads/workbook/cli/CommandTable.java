package loosethreads.workbook.cli;

import java.io.UncheckedIOException;
import java.util.List;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.progress.Originals;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands; turns what they throw into one line and an exit code. */
final class CommandTable {
  static final int DONE = 0;
  static final int NOT_DONE = 1;
  static final int MISTAKE = 2;

  private final Output output;
  private final CommandLine commands;

  CommandTable(Checkout checkout, Output output) {
    this.output = output;
    this.commands =
        new CommandLine(new WatchCommand(checkout, output))
            .addSubcommand("list", new ListCommand(checkout, output))
            .addSubcommand("run", new RunCommand(checkout, output))
            .addSubcommand("hint", new HintCommand(checkout, output))
            .addSubcommand("reset", new ResetCommand(checkout, output))
            .addSubcommand("shell", new ShellCommand(checkout, output))
            .addSubcommand("solution", new SolutionCommand(checkout, output))
            .addSubcommand("check", new CheckCommand(checkout, output))
            .addSubcommand("bench", new BenchCommand(checkout, output))
            .addSubcommand("site", new SiteCommand(checkout, output))
            .addSubcommand("live", new LiveCommand(checkout, output))
            .addSubcommand("doctor", new DoctorCommand(checkout, output))
            .addSubcommand("rehearse", new RehearseCommand(checkout))
            .setOut(output.out())
            .setErr(output.err())
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(
                    output.colored() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
            .setParameterExceptionHandler((e, _) -> complain(told(e)))
            .setExecutionExceptionHandler((e, _, _) -> failed(e));
  }

  int run(String... args) {
    return commands.execute(args);
  }

  private int failed(Exception e) throws Exception {
    return switch (e) {
      case Mistake _, Catalog.CatalogException _, Originals.NoOriginal _, Fix.UnusableFix _ ->
          complain(e.getMessage());
      case UncheckedIOException io -> complain(io.getMessage());
      // A fault of ours; its trace is what a bug report needs.
      default -> throw e;
    };
  }

  private int complain(String message) {
    output.err().println("kata: " + message.replaceAll("\\s*\\R\\s*", " "));
    return MISTAKE;
  }

  private static String told(CommandLine.ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      String word = unmatched.getUnmatched().getFirst();
      if (word.equals("help")) {
        return "help is an option: ./kata --help";
      }
      if (word.matches("(?i)K\\d+")) {
        return ("'%1$s' is a kata, not a command."
                + " ./kata run %1$s judges it; in ./kata, l goes to any kata")
            .formatted(word);
      }
      return "there is no '%s'.%s See: ./kata --help"
          .formatted(
              word, suggestions.isEmpty() ? "" : " Did you mean '" + suggestions.getFirst() + "'?");
    }
    return e.getMessage() + ". See: ./kata --help";
  }
}
