package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import loosethreads.workbook.bench.Figure;
import loosethreads.workbook.bench.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldTest {
  @ParameterizedTest
  @CsvSource({
    "BYTES, 1000, 1900, 1 to 1.90 kB",
    "BYTES, 900, 1900, 900 B to 1.90 kB",
    "PER_SECOND, 345816500, 372225500, '346,000,000 to 372,000,000 per second'",
    "MILLIS, 2, 2, ''",
  })
  void theSpreadHasItsUnitOnceIfBothEndsShareIt(Unit unit, double least, double most, String told) {
    var figure = new Figure("a loop", "", "platform", 1, "items", unit, List.of(least, most));

    assertThat(Told.of(figure).spread()).isEqualTo(told);
  }
}
