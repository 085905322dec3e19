package loosethreads.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseTest {
  @TempDir private Path folder;

  private List<Pause> in(String log) throws IOException {
    return Pause.in(Files.writeString(folder.resolve("log"), log));
  }

  @Test
  void findsThePausesOfBothCollectors() throws IOException {
    assertThat(
            in(
                """
                [0.007s][info][gc] Using Serial
                [0.123s][info][gc] GC(0) Pause Young (Allocation Failure) 17M->3M(61M) 5.250ms
                [0.150s][info][gc] GC(1) Pause Full (System.gc()) 5M->2M(61M) 12.5ms
                [0.200s][info][gc] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 23M->4M(64M) 1.75ms
                [0.300s][info][gc] GC(3) Concurrent Mark Cycle 12.345ms
                """))
        .containsExactly(new Pause(false, 5.25), new Pause(true, 12.5), new Pause(false, 1.75));
  }

  @Test
  void theOnesThatWereAskedForPartTheOthersIntoPhases() {
    var first = new Pause(false, 1);
    var asked = new Pause(true, 2);
    var second = new Pause(false, 3);
    var third = new Pause(false, 4);
    List<Pause> all = List.of(first, asked, second, third, asked, asked);

    assertThat(Pause.unasked(all, 0)).containsExactly(first);
    assertThat(Pause.unasked(all, 1)).containsExactly(second, third);
    assertThat(Pause.unasked(all, 2)).isEmpty();
  }

  @Test
  void aLogWithoutAFullCollectionIsNoMeasurement() {
    assertThatThrownBy(() -> Pause.lastAsked(List.of(new Pause(false, 1))))
        .hasMessageContaining("no full collection");
  }
}
