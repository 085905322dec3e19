import context.K15_ReportService;
import java.util.List;
import java.util.concurrent.Callable;
import start.K01_Greeter;

/**
 * A server that leaks on purpose, for the page about finding a leak: two katas as they came.
 *
 * <p>Ten times a second a stand opens and closes, and a shop asks for a report. The stand leaves a
 * virtual thread behind, the shop two platform threads. After two minutes nothing more happens, so
 * that your machine has an evening, too.
 */
class LeakingServer {
  private final K15_ReportService reports = new K15_ReportService();

  void main() throws Exception {
    IO.println("My process id is " + ProcessHandle.current().pid() + ". Ctrl+C ends me.");
    for (int round = 0; round < 1200; round++) {
      openAndCloseAStand();
      askForAReport();
      Thread.sleep(100);
    }
    IO.println("The work is done, and main() ends.");
  }

  private void openAndCloseAStand() {
    try (var greeter = new K01_Greeter(_ -> {})) {
      greeter.welcome("Ada");
    }
  }

  private void askForAReport() throws Exception {
    List<Callable<String>> sections = List.of(() -> "sales", () -> "returns");
    reports.report(sections);
  }
}
