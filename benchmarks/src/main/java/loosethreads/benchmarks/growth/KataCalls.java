package loosethreads.benchmarks.growth;

import channels.K21_LogShipper;
import context.K11_PriceTicker;
import context.K15_ReportService;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import locks.K41_BatchImporter;
import select.K31_ChatRoom;
import start.K01_Greeter;

/**
 * Calls a kata as its story tells it, with as little work as it can be given: what is left then is
 * the leak.
 *
 * <p>Compiled with the references, which have the same names. What is called is what stands on the
 * class path; only a child JVM has one of them there, so only a child loads this class.
 */
final class KataCalls {
  private static final List<Callable<String>> SECTIONS =
      Collections.nCopies(K15_ReportService.AT_ONCE, () -> "a section");

  private KataCalls() {}

  static void call(KataProgram program) throws Exception {
    switch (program) {
      // A stand opens a greeter in the morning, and closes it in the evening.
      case K01 -> new K01_Greeter(_ -> {}).close();
      // A tab is opened, and closed.
      case K11 -> new K11_PriceTicker(() -> 1, Duration.ofHours(1), _ -> {}).close();
      // A report of four sections is written.
      case K15 -> new K15_ReportService().report(SECTIONS);
      // A log of one line is shipped, by one worker.
      case K21 -> new K21_LogShipper(1, _ -> {}).ship(List.of("a line"));
      // A support case begins, and is solved.
      case K31 -> new K31_ChatRoom().close();
      // A list is imported whose only part can't be read.
      case K41 -> Unreadable.importIt();
    }
  }

  /** Fails to store any part. */
  private static final class Unreadable implements K41_BatchImporter.Catalog {
    static void importIt() {
      new K41_BatchImporter(new Unreadable()).start(List.of("a part")).handle((_, _) -> 0).join();
    }

    @Override
    public void store(String part) throws IOException {
      throw new IOException("unreadable");
    }

    @Override
    public void publish(List<String> parts) {
      // It never comes to that.
    }
  }
}
