package loosethreads.workbook.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;

/**
 * Ctrl-C and its like, as a reason to clean up and go. A second one ends the JVM at once, should
 * cleaning up take too long.
 */
final class StopSignals implements AutoCloseable {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private final CountDownLatch come = new CountDownLatch(1);
  private final Map<String, Object> before = new LinkedHashMap<>();

  StopSignals() {
    for (String name : NAMES) {
      Object previous = Signals.register(name, () -> stop(name));
      // A system that has no such signal has no handler either.
      if (previous != null) {
        before.put(name, previous);
      }
    }
  }

  private void stop(String name) {
    Signals.registerDefault(name);
    come.countDown();
  }

  /** Waits for the first one. */
  void await() throws InterruptedException {
    come.await();
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
