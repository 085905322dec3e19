package loosethreads.workbook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BYTES      | 0          | 0 B",
        "BYTES      | 999        | 999 B",
        "BYTES      | 999.7      | 1.00 kB",
        "BYTES      | 1893.2     | 1.89 kB",
        "BYTES      | 75000      | 75 kB",
        "BYTES      | 1048576    | 1.05 MB",
        "BYTES      | 25e9       | 25 GB",
        "BYTES      | -2048      | -2.05 kB",
        "MILLIS     | 0.0000123  | 12.3 ns",
        "MILLIS     | 0.25       | 250 µs",
        "MILLIS     | 3.14159    | 3.14 ms",
        "MILLIS     | 99.97      | 100 ms",
        "MILLIS     | 4200       | 4.20 s",
        "THREADS    | 10000      | 10,000 threads",
        "COUNT      | 3.5        | 3.50",
        "PER_SECOND | 0.01234    | 0.012 per second",
        "PER_SECOND | 483001800  | 483,000,000 per second"
      })
  void isToldAsPeopleSayIt(Unit unit, double value, String told) {
    assertThat(unit.told(value)).isEqualTo(told);
  }
}
