package loosethreads.workbook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedLineTest {
  @Test
  void carriesWhateverTextAsOneLine() {
    List<String> fields = List.of("one", "", "two words", "lines\nand\r\nlines", "ünï→", "a nonce");

    String line = MarkedLine.of("a", fields);

    assertThat(line).endsWith("\n").doesNotMatch("(?s).*\n.+");
    assertThat(MarkedLine.fields(line.stripTrailing(), "a")).contains(fields);
  }

  @Test
  void aLineOfSomebodyElseIsNone() {
    String line = MarkedLine.of("a", List.of("one")).stripTrailing();

    assertThat(MarkedLine.fields(line, "b")).isEmpty();
    assertThat(MarkedLine.fields("about something", "a")).isEmpty();
  }
}
