package loosethreads.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.programs.Leaking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of the table, under leakcheck; and that the other detector is asked rightly. */
class DetectionTest {
  private static final Path TABLE = Path.of("../../docs/runs/detection.txt");

  static List<Program> all() {
    return Program.all();
  }

  @Test
  void thirtyProgramsLeakAndThirtyDoNot() {
    assertThat(all()).filteredOn(Program::leaks).hasSize(30);
    assertThat(all()).filteredOn(program -> !program.leaks()).hasSize(30);
  }

  @ParameterizedTest
  @MethodSource("all")
  @LeakFree(within = "30s")
  void leakcheckIsRightAbout(Program program) throws Exception {
    assertThat(Detector.LEAKCHECK.reports(program)).isEqualTo(program.leaks());
  }

  @Test
  void theOtherDetectorReportsWhatItCanSee() throws Exception {
    Program leaking = Program.named(Leaking.PLATFORM_ON_QUEUE.name(), true);
    assertThat(Detector.RANDOMIZEDTESTING.reports(leaking)).isTrue();
    assertThat(Detector.RANDOMIZEDTESTING.reports(Program.named("NOTHING", false))).isFalse();
  }

  @Test
  void theTableOfTheBookHasEveryProgramAndNoErrorOfLeakcheck() throws IOException {
    List<String> rows = Files.readAllLines(TABLE);
    assertThat(rows).hasSize(all().size() + 2);
    for (int i = 0; i < all().size(); i++) {
      Program program = all().get(i);
      String right = program.leaks() ? "reported |reported |" : "silent |silent |";
      assertThat(rows.get(i)).matches("\\|[^|]+ \\|" + right.replace("|", "\\|") + ".*");
      assertThat(rows.get(i).toUpperCase(Locale.ROOT).replace(' ', '_'))
          .startsWith("|" + program.name() + "_|");
    }
    assertThat(rows.get(60)).startsWith("|leaks reported |30 of 30 |30 of 30 |");
    assertThat(rows.get(61)).startsWith("|innocent programs left in peace |30 of 30 |30 of 30 |");
  }
}
