package loosethreads.workbook.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import loosethreads.workbook.judge.Outcome;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.judge.Verdict.TestResult;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.Test;

class VerdictTextTest {
  private static final Kata KATA =
      new Kata("K01", "K01_Door", "start", "A door", 5, 1, "", "leaking", "", Map.of());
  private static final TestResult GREEN = new TestResult("opens", "passed", "");
  private static final TestResult RED = new TestResult("closes", "failed", "left 1 thread behind");

  @Test
  void aLeakSaysInHowManyTestsIfTheyAreSeveral() {
    assertThat(headline(Outcome.LEAKING, RED, GREEN, RED))
        .isEqualTo("K01 leaking in 2 tests · 7 ms");
    assertThat(headline(Outcome.LEAKING, GREEN, RED)).isEqualTo("K01 leaking · 7 ms");
  }

  @Test
  void whatIsWrongIsMendedFirstAndNotCounted() {
    assertThat(headline(Outcome.WRONG, RED, RED))
        .isEqualTo("K01 wrong: it does not do its job · 7 ms");
  }

  private static String headline(Outcome outcome, TestResult... tests) {
    return VerdictText.headline(new Verdict(KATA, outcome, 7, List.of(tests), List.of(), "", ""));
  }
}
