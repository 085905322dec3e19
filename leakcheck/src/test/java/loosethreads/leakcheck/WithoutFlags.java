package loosethreads.leakcheck;

import java.time.Duration;
import loosethreads.leakcheck.programs.PriceTicker;

/** Runs in a JVM of its own, which has none of the flags. */
final class WithoutFlags {
  private WithoutFlags() {}

  public static void main(String[] args) throws Exception {
    try (LeakWatch _ = LeakWatch.open()) {
      Thread.startVirtualThread(() -> {}).join();
    }
    System.out.println("quiet");
    try (PriceTicker ticker = new PriceTicker()) {
      LeakWatch watch = LeakWatch.open(Duration.ofMillis(100));
      ticker.listen();
      try {
        watch.close();
      } catch (LeakError e) {
        System.out.println(e.getMessage());
      }
    }
    LeakWatch proving = LeakWatch.open(Duration.ofMillis(100)).proving();
    PriceTicker.listenAndForget();
    try {
      proving.close();
    } catch (LeakError e) {
      System.out.println(e.report().leaks().getFirst().proof() + " " + e.report().proof());
    }
  }
}
