package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Two scripts that say more than fits into a pipe. */
class K61_ShellRunnerRound {
  @Test
  void twoScriptsSayALot() throws Exception {
    var runner = new K61_ShellRunner(Path.of("").toAbsolutePath());
    List<K61_ShellRunner.Run> runs = new ArrayList<>();
    for (int script = 0; script < 2; script++) {
      runs.add(runner.start("head -c 200000 /dev/zero"));
    }
    for (var run : runs) {
      try {
        run.result().get(300, MILLISECONDS);
      } catch (TimeoutException e) {
        // It has not ended by now, and never will.
      }
    }
  }
}
