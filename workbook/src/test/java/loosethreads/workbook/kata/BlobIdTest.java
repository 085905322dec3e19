package loosethreads.workbook.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BlobIdTest {
  @Test
  void isWhatGitHashObjectSays() {
    assertThat(id("")).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    assertThat(id("hello\n")).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
  }

  @Test
  void linesThatEndAsOnWindowsMakeNoDifference() {
    assertThat(id("one\r\ntwo\r\n")).isEqualTo(id("one\ntwo\n"));
  }

  @Test
  void aLoneCarriageReturnIsKept() {
    assertThat(id("one\rtwo\r")).isNotEqualTo(id("onetwo"));
  }

  @Test
  void bytesThatAreNoTextAreTakenAsTheyAre() {
    assertThat(id("\0\r\n")).isNotEqualTo(id("\0\n"));
  }

  private static String id(String content) {
    return BlobId.of(content.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
