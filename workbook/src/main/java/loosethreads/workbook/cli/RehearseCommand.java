package loosethreads.workbook.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import loosethreads.workbook.json.Json;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.watch.Desk;
import loosethreads.workbook.watch.KataList;
import loosethreads.workbook.watch.Rehearsal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;

/**
 * Does what the other commands do, for nobody: the JVM notes which classes that takes, and the
 * {@code kata} script keeps them for quick starts.
 */
@Command(hidden = true)
final class RehearseCommand implements Callable<Integer> {
  private final Checkout checkout;

  RehearseCommand(Checkout checkout) {
    this.checkout = checkout;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Desk desk = Desk.at(checkout);
    new KataList(desk).plain(Output.WIDTH).toString(true);
    Json.list(desk.catalog(), desk.progress());
    if (!desk.catalog().katas().isEmpty()) {
      var first = desk.catalog().katas().getFirst();
      try (Judge judge = Judge.open(checkout)) {
        Verdict verdict = judge.judge(new Candidate(first, desk.originals().files(first)));
        Json.run(java.util.List.of(verdict));
        Rehearsal.of(desk, verdict);
      }
      Judge.prepare(checkout);
    }
    var nothing = new ByteArrayInputStream(new byte[0]);
    TerminalBuilder.builder()
        .system(false)
        .streams(nothing, OutputStream.nullOutputStream())
        .encoding(StandardCharsets.UTF_8)
        .type("xterm-256color")
        .build()
        .close();
    return CommandTable.DONE;
  }
}
