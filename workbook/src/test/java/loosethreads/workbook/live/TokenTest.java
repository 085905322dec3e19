package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTest {
  @Test
  void eachIsAnotherAndHasMoreBitsThanAnyoneCanGuess() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String secret = Token.random().secret();
      assertThat(Base64.getUrlDecoder().decode(secret)).hasSizeGreaterThanOrEqualTo(192 / 8);
      assertThat(secret).matches("[A-Za-z0-9_-]+");
      seen.add(secret);
    }

    assertThat(seen).hasSize(1_000);
  }

  @Test
  void itIsNotInTheTextThatLogsWouldShow() {
    Token token = Token.random();

    assertThat(token.toString()).doesNotContain(token.secret());
  }
}
