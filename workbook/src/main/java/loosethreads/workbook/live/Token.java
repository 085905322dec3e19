package loosethreads.workbook.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret of one start. Whoever has it can run code as us. */
final class Token {
  /** The header that carries it: no form and no link can set one. */
  static final String HEADER = "X-Loose-Threads";

  private static final int BYTES = 32;

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /** A token of 256 random bits. */
  static Token random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Tells whether somebody has it; takes as long for a near miss as for any other. */
  boolean is(String claimed) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), claimed.getBytes(StandardCharsets.UTF_8));
  }

  /** The token itself, for the address that is printed and for nothing else. */
  String secret() {
    return text;
  }

  /** Tells nothing: texts end up in logs. */
  @Override
  public String toString() {
    return "Token";
  }
}
