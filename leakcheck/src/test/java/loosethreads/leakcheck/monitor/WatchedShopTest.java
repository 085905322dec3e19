package loosethreads.leakcheck.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.programs.WatchedShop;
import org.junit.jupiter.api.Test;

/** The program of the page about watching a running service. */
@LeakFree
class WatchedShopTest {
  @Test
  void showsItsLeakAndRaisesItsAlarmAndLeavesNoThreadOfItsOwn() throws Exception {
    try (var log = new LogOfMonitor();
        var shop = new WatchedShop(0, new GrowthRule(1, 3, 1))) {
      shop.watchEvery(Duration.ofMillis(1));
      for (int i = 0; !shop.isGrowing(); i++) {
        shop.serve("customer " + i);
        Thread.onSpinWait();
        assertThat(i).as("customers, and no alarm").isLessThan(1_000_000);
      }
      // It is set a moment before it is logged.
      while (log.lines().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(log.lines().getFirst()).startsWith("WARNING shop: the threads grow.");
      URI page =
          URI.create("http://localhost:" + shop.address().getPort() + "/debug/threads?debug=1");
      try (InputStream body = page.toURL().openStream()) {
        assertThat(new String(body.readAllBytes(), UTF_8))
            .contains("#\tloosethreads.leakcheck.programs.Outbox.send(Outbox.java:");
      }
    }
  }
}
